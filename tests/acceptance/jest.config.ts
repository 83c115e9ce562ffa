import unit from '../../jest.config';
import { HANG_MS } from '../exhaustive';
import type { Config } from 'jest';

/** The tests that need more than Node and a few seconds: `npm run test:acceptance`. */
const config: Config = {
  ...unit,
  rootDir: '../..',
  roots: ['<rootDir>/tests/acceptance'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: HANG_MS,
  // Most start many processes of their own, but those of Terraform wait half of their time.
  maxWorkers: 4,
  testSequencer: '<rootDir>/tests/acceptance/longest-first.cjs',
};

export default config;
