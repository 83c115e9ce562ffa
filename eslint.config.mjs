import tseslint from 'typescript-eslint';
import style from './scripts/eslint/index.cjs';

const PROSE_RULES = ['comment-start', 'plain-words', 'verb-first'];
const CODE_RULES = ['hash-private', 'no-packing-spread', 'type-import-line'];
const levels = (rules, level) => Object.fromEntries(rules.map((rule) => [`style/${rule}`, level]));

// The layers, from the bottom up: a folder imports from the folders that its line names, types included, and from itself.
// Each line names only folders above it in this list, so that nothing is imported upwards. Tests may import anything.
const VALUES = ['src/values', 'src/errors'];
const CORE = [
  ...VALUES,
  'src/clouds',
  'src/resources',
  'src/config',
  'src/state',
  'src/pricing',
  'src/machines',
  'src/graph',
  'src/plan',
];
const ADAPTER = [...CORE, 'src/ports', 'src/adapters/host'];
const LAYERS = [
  line('schemas', [], 'Schemas are data.'),
  line('src/values', [], 'Values know nothing of the program that uses them.'),
  line('src/errors', ['src/values'], 'Every folder throws these errors, so they know none.'),
  line('constructs', ['src/values'], 'A block describes a resource by values alone.'),
  line('src/clouds', VALUES, 'A cloud is facts, which everything else reads.'),
  line('src/resources', VALUES, 'The inputs of a resource mean the same in every cloud.'),
  line(
    'src/config',
    [...VALUES, 'schemas', 'src/clouds', 'src/resources'],
    'A configuration is read before prices, state or plans exist.',
  ),
  line('src/state', VALUES, 'A state can be read without the project that wrote it.'),
  line(
    'src/pricing',
    [...VALUES, 'src/clouds', 'src/resources', 'src/config'],
    'A price does not depend on what a plan does with it.',
  ),
  line(
    'src/machines',
    [...VALUES, 'src/clouds', 'src/resources', 'src/config', 'src/pricing'],
    'A machine is chosen before anything is planned.',
  ),
  line(
    'src/graph',
    [...VALUES, 'constructs', 'src/clouds', 'src/resources', 'src/config', 'src/machines'],
    'The wanted resources do not depend on those on record.',
  ),
  line('src/plan', CORE, 'A plan is computed from values: it knows no engine, store or screen.'),
  line('src/ports', CORE, 'A port speaks of values, never of who implements or calls it.'),
  line('src/operations', [...CORE, 'src/ports'], 'The order of operations is computed, not executed.'),
  line('src/render', [...CORE, 'src/ports'], 'What is shown is a function of what is given.'),
  line(
    'src/workflows',
    [...CORE, 'src/ports', 'src/operations'],
    'A workflow sees ports: it neither knows an adapter nor prints.',
  ),
  line(
    'src/cli',
    [...CORE, 'src/ports', 'src/render', 'src/workflows'],
    'A command runs a workflow and prints its result.',
  ),
  line(
    'stacks',
    [...VALUES, 'src/clouds', 'src/resources', 'src/state/state'],
    'Stacks are made of plain values.',
  ),
  line(
    'src/adapters/host',
    [...VALUES, 'src/ports', 'src/render'],
    'The host is what every other adapter stands on.',
  ),
  line('src/adapters/http', ADAPTER, 'A request may be made of any service.'),
  line('src/adapters/cloud-credentials', ADAPTER, 'Credentials are found before a cloud is reached.'),
  line('src/adapters/project-files', ADAPTER, 'An adapter knows its port, not its siblings.'),
  line('src/adapters/price-book', ADAPTER, 'An adapter knows its port, not its siblings.'),
  line(
    'src/adapters/price-apis',
    [...ADAPTER, 'src/adapters/http'],
    'An adapter knows its port, not its siblings.',
  ),
  line(
    'src/adapters/state',
    [...ADAPTER, 'src/adapters/cloud-credentials', 'src/adapters/http'],
    'An adapter knows its port, not its siblings.',
  ),
  line(
    'src/adapters/helix-cloud-emulator',
    [...ADAPTER, 'schemas'],
    'The emulator knows the API, not its client.',
  ),
  line(
    'src/adapters/engine-module',
    [...ADAPTER, 'src/adapters/http'],
    'An engine is built from parts that it does not choose.',
  ),
  line(
    'src/adapters/helix-cloud',
    [...ADAPTER, 'src/adapters/http', 'src/adapters/helix-cloud-emulator', 'src/adapters/engine-module'],
    'An engine knows no other engine.',
  ),
  line('src/adapters/docker', [...ADAPTER, 'src/adapters/engine-module'], 'An engine knows no other engine.'),
  line(
    'src/adapters/terraform',
    [
      ...ADAPTER,
      'stacks',
      'src/adapters/cloud-credentials',
      'src/adapters/engine-module',
      'src/adapters/http',
    ],
    'An engine knows no other engine.',
  ),
  line(
    'src/adapters',
    [...CORE, 'src/ports', 'src/adapters'],
    'Adapters are put together here; workflows and commands use them through ports.',
  ),
  line(
    'src/testing',
    [...CORE, 'src/ports', 'src/adapters'],
    'Contracts of ports, for every implementation.',
  ),
  line(
    'src/synth',
    ['stacks', ...CORE, 'src/ports', 'src/workflows', 'src/adapters'],
    'The entry point of cdktf.',
  ),
  line(
    'src/main',
    [...CORE, 'src/ports', 'src/render', 'src/cli', 'src/adapters'],
    'The entry point of helix.',
  ),
];

function line(folder, imports, why) {
  return { folder, imports, why };
}

// Neither I/O nor a clock: folders whose functions depend on their arguments alone, and workflows, whose effects are ports.
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
  'workflows',
];
const NODE_EFFECTS = {
  regex: '^(node:(?!util$|path$|crypto$)|fs|child_process|http|net|os$)',
  message: 'The core cannot do I/O: pass values in.',
};
const LOWERING = {
  regex: '^(\\./|(\\.\\./)+)([\\w-]+/)?lowering(/|$)',
  message: 'This loads cdktf: import() it where it is needed.',
};
const CDKTF = {
  group: ['cdktf', 'cdktf/*', '@cdktf/*', '**/stacks/**/lowering', '**/stacks/**/lowering/**'],
  message: 'Only the folders `lowering` of stacks/ import cdktf.',
};
const forbid = (...patterns) => ['error', { patterns }];
const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' };
const NO_AMBIENT = [
  'error',
  NO_ENUM,
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
      'no-restricted-syntax': ['error', NO_ENUM],
      // Without enums this finds nothing, and it takes seconds.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // The compiler tells classes with #fields apart by itself.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-globals': ['error', { name: 'process', message: 'Only a main.ts names process.' }],
    },
  },
  {
    files: ['scripts/**/*.{mjs,cjs}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    // Their parameters have no types: see scripts/tsconfig.json.
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((name) => [
        `@typescript-eslint/no-unsafe-${name}`,
        'off',
      ]),
    ),
  },
  { files: ['scripts/**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { style },
    rules: levels([...PROSE_RULES, ...CODE_RULES], 'error'),
  },
  { files: ['**/*.ts'], rules: { 'style/no-string-in-template': 'error' } },
  {
    files: [
      // These quote the words.
      'scripts/eslint/words.cjs',
      'scripts/eslint/__tests__/**',
    ],
    rules: levels(PROSE_RULES, 'off'),
  },
  {
    // User data: another text would replace the machines that have it.
    files: ['stacks/*/lowering/user-data/expire-itself.ts'],
    rules: { 'style/plain-words': 'off' },
  },
  {
    files: ['{constructs,stacks,src}/**/*.ts'],
    ignores: ['**/__tests__/**'],
    rules: { 'style/layers': ['error', LAYERS], 'no-restricted-imports': forbid(CDKTF) },
  },
  {
    // Inputs and outputs are read by codecs. The exceptions read other documents: Terraform's blocks and attributes, a
    // request to the emulator.
    files: ['{src,stacks}/**/*.ts'],
    ignores: [
      '**/__tests__/**',
      'src/{resources,values,testing}/**',
      'src/adapters/helix-cloud-emulator/**',
      'stacks/*.ts',
      'stacks/*/index.ts',
      'stacks/lowering/**',
    ],
    rules: { 'style/json-by-codec': 'error' },
  },
  { files: ['src/synth.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['{constructs,stacks}/**', `src/{${PURE.join()}}/**`],
    ignores: ['**/__tests__/**'],
    rules: { 'no-restricted-imports': forbid(NODE_EFFECTS, CDKTF), 'no-restricted-syntax': NO_AMBIENT },
  },
  {
    files: ['src/{ports,cli}/**'],
    ignores: ['**/__tests__/**'],
    rules: { 'no-restricted-imports': forbid(NODE_EFFECTS, CDKTF) },
  },
  {
    // cdktf is slow to load: what an expiry or a recovery needs must come without it.
    files: ['stacks/**'],
    ignores: ['**/__tests__/**', 'stacks/**/lowering/**'],
    rules: { 'no-restricted-imports': forbid(LOWERING, NODE_EFFECTS, CDKTF) },
  },
  {
    files: ['stacks/**/lowering/**'],
    ignores: ['**/__tests__/**'],
    rules: { 'no-restricted-imports': forbid(NODE_EFFECTS) },
  },
  {
    files: ['src/main.ts', 'src/synth.ts', '**/__tests__/**', 'src/testing/**', 'tests/**', 'jest.config.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['**/__tests__/**', 'tests/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
