import tseslint from 'typescript-eslint';

// Who may import whom. Each folder names what it must not reach; the list of `pure` is the heart of it.
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
        { regex: '^(\\./|(\\.\\./)+)([\\w-]+/)?lowering(/|$)', message: 'This loads cdktf: import() it where it is needed.' },
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
