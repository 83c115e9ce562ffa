import { Linter, RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import style from '../index.cjs';

const tester = new RuleTester({ languageOptions: { parser } });
const typed = new RuleTester({
  languageOptions: {
    parser,
    parserOptions: {
      projectService: { allowDefaultProject: ['*.ts'] },
      tsconfigRootDir: __dirname,
    },
  },
});
const { rules } = style;

tester.run('comment-start', rules['comment-start'], {
  valid: [
    '/** A region of Helix Cloud. */',
    '/** Returns what was read. */',
    '// Where does this come from? Nobody knows.',
    '// Retries: of ten answers one is late.',
    '/** @throws HelixError for an unknown name */',
    'const text = "What is new";',
  ],
  invalid: [
    { code: '/** What was read. */', errors: [{ messageId: 'clause', data: { word: 'What' } }] },
    { code: '/**\n * Who waits.\n */', errors: [{ messageId: 'clause' }] },
    { code: '// Reads all. Of these it keeps one.', errors: [{ messageId: 'clause', data: { word: 'Of' } }] },
    {
      code: '// It reads.\n// Where it is missing, it stops.',
      errors: [{ messageId: 'clause', line: 1, endLine: 2 }],
    },
    { code: '/** Reads. @throws What is unknown. */', errors: [{ messageId: 'clause' }] },
  ],
});

tester.run('plain-words', rules['plain-words'], {
  valid: [
    '// There is no state, and there are none of its files; it is no longer needed.',
    '// An operation, carried over.',
    'import { complain } from "./elsewhere";',
    'const { patience: timeout } = options;',
    'call({ name: "outpatient" });',
  ],
  invalid: [
    { code: '// It goes on from there.', errors: [{ messageId: 'prose' }] },
    { code: '// It is carried\n// out by the engine.', errors: [{ messageId: 'prose' }] },
    { code: 'fail("at least so many vCPUs");', errors: [{ messageId: 'prose' }] },
    { code: 'fail(`${name} is no region`);', errors: [{ messageId: 'prose' }] },
    { code: 'fail("the link is none");', errors: [{ messageId: 'prose' }] },
    { code: 'function complain() {}', errors: [{ messageId: 'name' }] },
    { code: 'const carriedOutAgain = 1;', errors: [{ messageId: 'name' }] },
    { code: 'class Wait { #patience = 1; }', errors: [{ messageId: 'name' }] },
    { code: 'interface Wait { readonly patience: number }', errors: [{ messageId: 'name' }] },
    { code: 'const wait = { patience: 1 };', errors: [{ messageId: 'name' }] },
  ],
});

tester.run('verb-first', rules['verb-first'], {
  valid: [
    'async function applyRun() {}',
    'const readFile = async () => {};',
    'const engine = { async observe() {}, create: async () => {}, async [Symbol.asyncDispose]() {} };',
    'class Store { async #writeAll() {} }',
    'function planOf() {}',
    'run(async () => {});',
    'interface Store { read(): Promise<string>; name(): string }',
  ],
  invalid: [
    {
      code: 'async function appliedRun() {}',
      errors: [{ messageId: 'verb', data: { name: 'appliedRun', first: 'applied' } }],
    },
    { code: 'const broughtUp = async () => {};', errors: [{ messageId: 'verb' }] },
    { code: 'const engine = { async observed() {}, created: async () => {} };', errors: 2 },
    { code: 'class Store { async #written() {} }', errors: [{ messageId: 'verb' }] },
    { code: 'interface Store { contents(): Promise<string> }', errors: [{ messageId: 'verb' }] },
  ],
});

tester.run('hash-private', rules['hash-private'], {
  valid: [
    'class Store { readonly #path = 1; private constructor(readonly name: string) {} protected read() {} }',
  ],
  invalid: [
    {
      code: 'class Store { private readonly path = 1; }',
      errors: [{ messageId: 'hash', data: { name: 'path' } }],
    },
    { code: 'class Store { private read() {} }', errors: [{ messageId: 'hash' }] },
    {
      code: 'class Store { constructor(private readonly path: string) {} }',
      errors: [{ messageId: 'hash' }],
    },
  ],
});

tester.run('type-import-line', rules['type-import-line'], {
  valid: ['import { a } from "x"; import type { B } from "x";', 'export type { B } from "x";'],
  invalid: [
    {
      code: 'import d, { a, type B, type C as D } from "x";',
      output: 'import d, { a } from "x";\nimport type { B, C as D } from "x";',
      errors: [{ messageId: 'line', data: { kind: 'import' } }],
    },
    { code: 'import { type B } from "x";', output: 'import type { B } from "x";', errors: 1 },
    { code: 'export { a, type B };', output: 'export { a };\nexport type { B };', errors: 1 },
  ],
});

tester.run('no-packing-spread', rules['no-packing-spread'], {
  valid: [
    'const all = { ...one, two };',
    'const all = [...one, 2, ...(three ? [3] : [])];',
    'const all = { ...[1] };',
  ],
  invalid: [
    { code: 'const all = { a, ...{ b, c }, d };', output: 'const all = { a, b, c, d };', errors: 1 },
    { code: 'const all = [...[a, b], c];', output: 'const all = [a, b, c];', errors: 1 },
    { code: 'call(...[a, b]);', output: 'call(a, b);', errors: 1 },
    { code: 'const all = { ...{ b, /* why */ c } };', output: null, errors: 1 },
  ],
});

typed.run('no-string-in-template', rules['no-string-in-template'], {
  valid: [
    'declare const yes: boolean; `${String(yes)}`;',
    'declare const one: number | null; `${String(one)}`;',
    'declare const one: number; `${String(one).padStart(2)}`; String(one);',
  ],
  invalid: [
    {
      code: 'declare const one: number | string; `at ${String(one)}`;',
      output: 'declare const one: number | string; `at ${one}`;',
      errors: [{ messageId: 'plain', data: { text: 'one' } }],
    },
  ],
});

const JSON_TYPES =
  'interface JsonObject { readonly [key: string]: unknown } interface Read { readonly inputs: JsonObject }';

typed.run('json-by-codec', rules['json-by-codec'], {
  valid: [
    `${JSON_TYPES} declare const one: Read; declare const key: string; one.inputs[key];`,
    `${JSON_TYPES} declare const one: Read; const { inputs, ...rest } = one; const { ...all } = inputs;`,
    'declare const one: { readonly inputs: Record<string, string> }; one.inputs["size"];',
  ],
  invalid: [
    {
      code: `${JSON_TYPES} declare const one: Read | null; one?.inputs['size'];`,
      errors: [{ messageId: 'codec', data: { key: 'size' } }],
    },
    {
      code: `${JSON_TYPES} declare const one: Read; const { size, region: place } = one.inputs;`,
      errors: [{ messageId: 'codec' }, { messageId: 'codec', data: { key: 'region' } }],
    },
    {
      code: `${JSON_TYPES} function size({ inputs: { size } }: Read) { return size; }`,
      errors: [{ messageId: 'codec' }],
    },
    {
      code: `${JSON_TYPES} function size({ size }: JsonObject) { return size; }`,
      errors: [{ messageId: 'codec' }],
    },
  ],
});

const layers = [
  { folder: 'src/values', imports: [], why: 'plain' },
  { folder: 'src/plan', imports: ['src/values'], why: 'pure' },
  { folder: 'src/ports/engine', imports: ['src/plan/plan'], why: 'narrow' },
];
const inFile = (filename: string, code: string) => ({ filename, code, options: [layers] });

tester.run('layers', rules.layers, {
  valid: [
    inFile(
      'src/plan/make/a.ts',
      'import { a } from "../../values/a"; import { b } from "./b"; import "node:fs";',
    ),
    inFile('src/ports/engine.ts', 'import type { Plan } from "../plan/plan";'),
  ],
  invalid: [
    {
      ...inFile('src/values/a.ts', 'import type { Plan } from "../plan/plan";'),
      errors: [{ messageId: 'layer', data: { from: 'src/values', to: 'src/plan', why: 'plain' } }],
    },
    {
      ...inFile('src/values/a.ts', 'export * from "../plan/plan"; export { a } from "../plan/plan";'),
      errors: [{ messageId: 'layer' }, { messageId: 'layer' }],
    },
    {
      ...inFile('src/values/a.ts', 'void import("../plan/plan"); type A = import("../plan/plan").Plan;'),
      errors: [{ messageId: 'layer' }, { messageId: 'layer' }],
    },
    { ...inFile('src/ports/engine.ts', 'import "../plan/format";'), errors: [{ messageId: 'layer' }] },
    { ...inFile('src/plan/a.ts', 'import "../cli/cli";'), errors: [{ messageId: 'unknown' }] },
    { ...inFile('src/cli/cli.ts', 'import "../values/a";'), errors: [{ messageId: 'unknown' }] },
  ],
});

test('a line of the layers cannot name a folder below it', () => {
  const upward = [{ folder: 'src/values', imports: ['src/plan'], why: 'plain' }, ...layers.slice(1)];
  const linter = new Linter({ cwd: '/' });
  const config: Linter.Config = { plugins: { style }, rules: { 'style/layers': ['error', upward] } };
  expect(() => linter.verify('1;', config, 'src/values/a.js')).toThrow(
    'layers: src/values names src/plan, which is not above it',
  );
});
