import unit from '../../jest.config';
import type { Config } from 'jest';

/** The least percentages of lines and branches that the tests beside the code cover in a folder without effects. */
const FLOORS: Readonly<Record<string, { readonly lines: number; readonly branches: number }>> = {
  constructs: { lines: 95, branches: 0 },
  'src/values': { lines: 97, branches: 93 },
  'src/clouds': { lines: 96, branches: 96 },
  'src/resources': { lines: 97, branches: 92 },
  'src/config': { lines: 96, branches: 89 },
  'src/state': { lines: 91, branches: 87 },
  'src/pricing': { lines: 94, branches: 85 },
  'src/machines': { lines: 84, branches: 69 },
  'src/graph': { lines: 84, branches: 82 },
  'src/plan': { lines: 91, branches: 81 },
  'src/operations': { lines: 95, branches: 87 },
  'src/render': { lines: 91, branches: 77 },
};
const folders = Object.keys(FLOORS);

/** Measures the coverage of the pure folders: `npm run test:coverage`. */
const config: Config = {
  ...unit,
  rootDir: '../..',
  roots: ['<rootDir>/src', '<rootDir>/constructs', '<rootDir>/stacks'],
  collectCoverage: true,
  // The v8 provider counts files of types as uncovered.
  coverageProvider: 'babel',
  coverageReporters: ['text-summary'],
  collectCoverageFrom: [
    ...folders.map((folder) => `${folder}/**/*.ts`),
    '!**/__tests__/**',
    '!**/generated/**',
  ],
  coverageThreshold: {
    global: {},
    ...Object.fromEntries(folders.map((folder) => [`./${folder}/`, FLOORS[folder] ?? {}])),
  },
};

export default config;
