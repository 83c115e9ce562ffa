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
  // These start many processes of their own.
  maxWorkers: 3,
};

export default config;
