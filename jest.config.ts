import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

// The S3 client says on every load that its next versions want a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// Each process that a test starts would read them for 90 ms; a test that needs certificates names its own.
delete process.env['NODE_EXTRA_CA_CERTS'];

const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'commonjs' },
};

const ES_MODULES =
  '(.*json-schema-ref-parser/|micromark|decode-named-character-reference/|character-entities/)';

const config: Config = {
  testEnvironment: 'node',
  roots: ['src', 'constructs', 'stacks', 'scripts', 'tests'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/tests/acceptance/'],
  // These are published as ES modules only: json-schema-ref-parser, which openapi-backend loads, and micromark with its parts.
  transform: { '\\.ts$': ['@swc/jest', swc], [`node_modules/${ES_MODULES}.*\\.js$`]: ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES})`],
  randomize: true,
  // Most tests wait for processes and servers: more of them than cores keep the cores busy.
  maxWorkers: Math.max(4, availableParallelism()),
  // Only a hang takes that long, on any machine.
  testTimeout: 600_000,
};

export default config;
