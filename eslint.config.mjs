import tseslint from 'typescript-eslint';
import style from './scripts/eslint/index.cjs';

// Folders whose names and prose do not follow docs/style.md yet, with the number of reports in each. Bring one to the
// guide, and remove its line.
const PENDING = [
  'constructs', // 2
  'scripts', // 15
  'src', // 5
  'src/adapters', // 5
  'src/adapters/cloud-credentials', // 13
  'src/adapters/helix-cloud', // 32
  'src/adapters/helix-cloud-emulator', // 45
  'src/adapters/helix-cloud-emulator/operations', // 3
  'src/adapters/helix-cloud/api', // 15
  'src/adapters/helix-cloud/credentials', // 6
  'src/adapters/helix-cloud/operations', // 35
  'src/adapters/host', // 15
  'src/adapters/host/terminal', // 1
  'src/adapters/http', // 4
  'src/adapters/price-apis', // 34
  'src/adapters/project-files', // 12
  'src/adapters/state', // 10
  'src/adapters/state/encryption', // 1
  'src/adapters/state/lease', // 4
  'src/adapters/state/local', // 38
  'src/adapters/state/postgres', // 5
  'src/adapters/state/s3', // 7
  'src/adapters/state/shared', // 46
  'src/adapters/terraform', // 14
  'src/adapters/terraform/apply', // 28
  'src/adapters/terraform/observe', // 4
  'src/adapters/terraform/program', // 25
  'src/adapters/terraform/providers', // 8
  'src/adapters/terraform/recovery', // 10
  'src/adapters/terraform/stack', // 30
  'src/cli', // 42
  'src/cli/prices', // 1
  'src/config', // 11
  'src/config/blueprint', // 36
  'src/config/cloud-toml', // 6
  'src/config/edit', // 7
  'src/config/helix-toml', // 39
  'src/config/lock', // 7
  'src/config/text', // 10
  'src/config/validation', // 19
  'src/graph', // 4
  'src/machines', // 17
  'src/operations', // 7
  'src/plan', // 48
  'src/ports', // 30
  'src/render', // 3
  'src/render/graph', // 1
  'src/render/json', // 2
  'src/render/lists', // 6
  'src/render/problems', // 6
  'src/render/progress', // 9
  'src/render/text', // 23
  'src/resources', // 1
  'src/testing', // 27
  'src/values', // 8
  'src/workflows', // 41
  'src/workflows/project', // 9
  'src/workflows/run', // 34
  'src/workflows/state', // 16
  'stacks', // 20
  'stacks/aws/lowering', // 11
  'stacks/aws/lowering/user-data', // 5
  'tests', // 30
  'tests/acceptance/aws', // 29
  'tests/acceptance/aws/debian', // 3
  'tests/acceptance/aws/provider-behaviour', // 10
  'tests/acceptance/backends', // 21
  'tests/acceptance/core', // 46
  'tests/acceptance/crash', // 23
  'tests/acceptance/hostile', // 18
  'tests/crash', // 20
  'tests/in-process', // 17
];
const PROSE_RULES = ['comment-start', 'plain-words', 'verb-first'];
const CODE_RULES = ['hash-private', 'no-packing-spread', 'type-import-line'];
const levels = (rules, level) => Object.fromEntries(rules.map((rule) => [`style/${rule}`, level]));

// The layers. Each folder names what it must not reach; the list of `pure` is the heart of it.
const PURE = [
  'values',
  'clouds',
  'resources',
  'config',
  'graph',
  'state',
  'plan',
  'operations',
  'pricing',
  'machines',
  'render',
];
const EFFECTS = [
  '**/stacks/**',
  '**/adapters/**',
  '**/workflows/**',
  '**/cli/**',
  '**/testing/**',
  '**/main',
  '**/synth',
];
const NODE_EFFECTS = {
  regex: '^(node:(?!util$|path$|crypto$)|fs|child_process|http|net|os$)',
  message: 'The core cannot do I/O: pass values in.',
};
const STACK_VALUES = {
  regex: '/src/(?!values/|clouds/|resources/|errors$|state/state$)',
  message: 'Stacks are made of plain values.',
};
const CDKTF = {
  group: ['cdktf', 'cdktf/*', '@cdktf/*', '**/stacks/*/lowering', '**/stacks/*/lowering/**'],
  message: 'Only stacks/*/lowering/ imports cdktf.',
};
const forbid = (groups, ...extra) => [
  'error',
  {
    patterns: [
      ...(groups.length > 0 ? [{ group: groups, message: 'Layer rule: see README, "The house".' }] : []),
      ...extra,
    ],
  },
];
const NO_AMBIENT = [
  'error',
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is an argument.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The clock is an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is an argument.',
  },
  {
    selector: "MemberExpression[object.name='node'][property.name='children']",
    message: 'node.children is quadratic in loops: use findAll once.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/**/generated/', 'examples/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', ignoreUsingDeclarations: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'process', message: 'Only a main.ts names process.' }],
    },
  },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { style },
    rules: levels([...PROSE_RULES, ...CODE_RULES], 'error'),
  },
  { files: ['**/*.ts'], rules: { 'style/no-string-in-template': 'error' } },
  {
    files: [
      ...PENDING.flatMap((folder) => [`${folder}/*`, `${folder}/__tests__/**`]),
      'scripts/eslint/words.cjs',
      'scripts/eslint/__tests__/**',
    ],
    rules: levels(PROSE_RULES, 'off'),
  },
  {
    files: PURE.map((folder) => `src/${folder}/**`),
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid([...EFFECTS, '**/ports/**'], NODE_EFFECTS, CDKTF),
      'no-restricted-syntax': NO_AMBIENT,
    },
  },
  {
    files: ['constructs/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid(
        [],
        { regex: '/src/(?!values/)', message: 'A block knows value types alone.' },
        NODE_EFFECTS,
        CDKTF,
      ),
      'no-restricted-syntax': NO_AMBIENT,
    },
  },
  {
    files: ['stacks/*/lowering/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid([], STACK_VALUES, NODE_EFFECTS),
      'no-restricted-syntax': NO_AMBIENT,
    },
  },
  {
    // cdktf is slow to load: what an expiry or a recovery needs must come without it.
    files: ['stacks/**'],
    ignores: ['**/__tests__/**', 'stacks/*/lowering/**'],
    rules: {
      'no-restricted-imports': forbid(
        [],
        {
          regex: '^(\\./|(\\.\\./)+)([\\w-]+/)?lowering(/|$)',
          message: 'This loads cdktf: import() it where it is needed.',
        },
        STACK_VALUES,
        NODE_EFFECTS,
        CDKTF,
      ),
      'no-restricted-syntax': NO_AMBIENT,
    },
  },
  {
    files: ['src/render/**', 'src/operations/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      // These may read the types of ports' events and results; they still cannot touch an adapter.
      'no-restricted-imports': forbid(EFFECTS, NODE_EFFECTS, CDKTF),
    },
  },
  {
    files: ['src/ports/**'],
    rules: { 'no-restricted-imports': forbid([...EFFECTS, '**/render/**'], NODE_EFFECTS, CDKTF) },
  },
  {
    files: ['src/workflows/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid(
        ['**/stacks/**', '**/adapters/**', '**/cli/**', '**/testing/**', '**/render/**', '**/main'],
        NODE_EFFECTS,
        CDKTF,
      ),
      'no-restricted-syntax': NO_AMBIENT,
    },
  },
  {
    files: ['src/cli/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid(
        ['**/stacks/**', '**/adapters/**', '**/testing/**', '**/main'],
        NODE_EFFECTS,
        CDKTF,
      ),
    },
  },
  {
    files: ['src/adapters/**'],
    ignores: ['**/__tests__/**'],
    rules: {
      'no-restricted-imports': forbid(['**/cli/**', '**/workflows/**', '**/testing/**', '**/main'], CDKTF),
    },
  },
  { files: ['src/testing/**'], rules: { 'no-restricted-imports': forbid(['**/cli/**', '**/main'], CDKTF) } },
  {
    files: ['src/main.ts', 'src/synth.ts', '**/__tests__/**', 'src/testing/**', 'tests/**', 'jest.config.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['**/__tests__/**', 'tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
