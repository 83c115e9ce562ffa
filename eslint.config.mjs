import tseslint from 'typescript-eslint';
import style from './scripts/eslint/index.cjs';
import { LAYERS } from './scripts/eslint/layer-table.mjs';

const PROSE_RULES = ['comment-start', 'plain-words', 'verb-first'];
const CODE_RULES = ['hash-private', 'no-packing-spread', 'type-import-line'];
const levels = (rules, level) => Object.fromEntries(rules.map((rule) => [`style/${rule}`, level]));

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
  'previews',
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

// The rules of this project alone; .oxlintrc.json has those that know the languages.
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/**/generated/', 'examples/'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', NO_ENUM],
      'no-restricted-globals': ['error', { name: 'process', message: 'Only a main.ts names process.' }],
    },
  },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { style },
    rules: levels([...PROSE_RULES, ...CODE_RULES], 'error'),
  },
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
    files: ['stacks/lowering/user-data/expire-itself.ts'],
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
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { 'style/json-by-codec': 'error', 'style/no-string-in-template': 'error' },
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
);
