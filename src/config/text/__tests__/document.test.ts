import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { parseToml } from '../document';
import type { TomlDocument } from '../document';
import { cpuMs } from '../../../testing/growth';

function documentOf(text: string): TomlDocument {
  const { document } = parseToml({ file: 'helix.toml', text });
  if (document === null) throw new Error('does not parse');
  return document;
}

/** Returns `line:column "the underlined text"`. */
function spot(text: string, path: readonly (string | number)[], part: 'key' | 'value' | 'table'): string {
  const { line, column, text: source, length } = documentOf(text).place(path, part);
  return `${line}:${column} ${source?.slice(column - 1, column - 1 + (length ?? 1)) ?? ''}`;
}

describe('a place', () => {
  const text = `# a comment with [local.fake]
title = """
[local.fake]
port = 1
"""
list = [
  [1, 2],
  "[local.fake]", # ] "
]

[project]
name = "shop" # [local.fake]

  [local.dev] # trailing ]
port = 6969
s3.bucket = 'b'

[cloud."we.ird".helix]
cluster_id = "c"
env_vars = { A = "1", B.C = "2" }

[cloud . spaced . "helix"]
"cluster_id" = 'quo"ted'

[[jobs]]
id = 0

[[jobs]]
id = 1
ports = [
  80,
  { n = 70000 },
]
[jobs.sub]
deep = true
`;

  test.each([
    [['project'], 'table', '11:1 [project]'],
    [['project', 'name'], 'key', '12:1 name'],
    [['project', 'name'], 'value', '12:8 "shop"'],
    [['local', 'dev'], 'table', '14:3 [local.dev]'],
    [['local', 'dev'], 'key', '14:10 dev'],
    [['local', 'dev', 'port'], 'value', '15:8 6969'],
    [['local', 'dev', 's3', 'bucket'], 'value', "16:13 'b'"],
    [['local', 'dev', 's3'], 'table', '16:1 s3.bucket'],
    [['local'], 'table', '14:3 [local.dev]'],
    [['local'], 'key', '14:4 local'],
    [['cloud', 'we.ird', 'helix'], 'table', '18:1 [cloud."we.ird".helix]'],
    [['cloud', 'we.ird', 'helix', 'cluster_id'], 'value', '19:14 "c"'],
    [['cloud', 'we.ird', 'helix', 'env_vars', 'A'], 'value', '20:18 "1"'],
    [['cloud', 'we.ird', 'helix', 'env_vars', 'B', 'C'], 'key', '20:23 B.C'],
    [['cloud', 'spaced', 'helix', 'cluster_id'], 'value', `23:16 'quo"ted'`],
    [['jobs', 0, 'id'], 'value', '26:6 0'],
    [['jobs', 1, 'id'], 'value', '29:6 1'],
    [['jobs', 1, 'ports', 0], 'value', '31:3 80'],
    [['jobs', 1, 'ports', 1, 'n'], 'value', '32:9 70000'],
    [['jobs', 1, 'sub', 'deep'], 'value', '35:8 true'],
    [['title'], 'key', '2:1 title'],
    [['list', 0, 1], 'value', '7:7 2'],
    [['local', 'dev', 'missing'], 'key', '14:3 [local.dev]'],
    [['local', 'fake'], 'table', '14:3 [local.dev]'],
    [[], 'table', '1:1 #'],
  ] as const)('of %j (%s) is %s', (path, part, expected) => {
    expect(spot(text, path, part)).toBe(expected);
  });

  test('is the same with Windows line ends and a byte order mark', () => {
    const windows = `\uFEFF[a]\r\nb = 1\r\n\r\n[c]\r\nd = "x"\r\n`;
    expect(spot(windows, ['c', 'd'], 'value')).toBe('5:5 "x"');
    expect(documentOf(windows).place(['c'], 'table')).toEqual({
      file: 'helix.toml',
      line: 4,
      column: 1,
      length: 3,
      text: '[c]',
    });
  });

  test('ends with its line when a value has several', () => {
    expect(spot('a = """x\ny"""\n', ['a'], 'value')).toBe('1:5 """x');
  });

  test('agrees with an independent parser on every key of any document', () => {
    const key = fc.oneof(fc.stringMatching(/^[a-z_-]{1,4}$/), fc.string({ minLength: 1, maxLength: 3 }));
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant('[a.b]\n"""\n[x]'),
      fc.array(fc.integer(), { maxLength: 3 }),
    );
    const { table } = fc.letrec((tie) => ({
      table: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, scalar, tie('table')), { maxKeys: 5 }),
    }));
    const texts = fc.sample(table, { numRuns: 200, seed: SEED }).map((data) => stringify(data));
    const all = independentPlaces(texts);
    expect(all.flat().length).toBeGreaterThan(300);
    texts.forEach((text, index) => {
      const document = documentOf(text);
      for (const { path, line, column } of all[index] ?? []) {
        const found = document.place(path, 'key');
        expect({ text, path, line: found.line, column: found.column }).toEqual({ text, path, line, column });
      }
    });
  });
});

const SEED = 20_261_120;

interface KeyPlace {
  readonly path: (string | number)[];
  readonly line: number;
  readonly column: number;
}

/** Returns the places of every `key = value` by toml-eslint-parser, which is ESM and therefore runs outside Jest. */
function independentPlaces(texts: readonly string[]): KeyPlace[][] {
  const script = `
    import { parseTOML } from 'toml-eslint-parser';
    import { readFileSync } from 'node:fs';
    const pairsOf = (node) => (node.type === 'TOMLTable' ? node.body : [node]);
    const places = (text) => parseTOML(text).body[0].body.flatMap((node) => pairsOf(node).map(({ key, loc }) => ({
      path: [...(node.resolvedKey && node.type === 'TOMLTable' ? node.resolvedKey : []),
        ...key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))],
      line: loc.start.line,
      column: loc.start.column + 1,
    })));
    console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(places)));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as KeyPlace[][];
}

describe('a syntax error', () => {
  test.each([
    ['[project]\nname = shop\n', 2, 8, 'A string needs quotes: `key = "value"`.'],
    ['a = 1\na = 2\n', 2, 1, 'Each key and each table may be written once: merge the two.'],
    ['[a]\nx = 1\n\n[a]\ny = 2\n', 4, 2, 'Each key and each table may be written once: merge the two.'],
    ['a = "b\n', 1, 7, 'Is the closing quote missing? Only a string in three quotes may contain line ends.'],
    ['a = "C:\\dir"\n', 1, 9, 'Write `\\\\` for a backslash, or use single quotes.'],
    ['a = [1 2]\n', 1, 8, 'Is a comma or a closing bracket missing?'],
    ['a = 1 b = 2\n', 1, 7, 'Write one `key = value` per line.'],
    ['[a\nb = 1\n', 1, 3, 'A line is `key = value` or `[table]`: is an `=` or a `]` missing?'],
    ['a = 012\n', 1, 5, 'Write numbers without leading zeros.'],
  ])('of %j is one problem at %i:%i', (text, line, column, hint) => {
    const { document, problems } = parseToml({ file: 'helix.toml', text });
    expect(document).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      severity: 'error',
      code: 'toml-syntax',
      hint,
      place: { file: 'helix.toml', line, column },
    });
    expect(problems[0]?.message).not.toContain('\n');
  });
});

test('a duplicate table is reported with the line of the first', () => {
  const { problems } = parseToml({ file: 'helix.toml', text: '[x]\n[cloud.a]\nb = 1\n[cloud.a]\n' });
  expect(problems[0]?.message).toMatch(/, first on line 2\.$/);
  expect(problems[0]?.place?.length).toBe('cloud.a'.length);
});

test('names of built-in members of objects are ordinary keys', () => {
  const document = documentOf('[__proto__]\nx = 1\n[constructor]\ny = 2\n[a."__proto__"]\nz = 3\n');
  expect(Object.keys(document.data)).toEqual(['__proto__', 'constructor', 'a']);
  expect(document.place(['__proto__', 'x'], 'value')).toMatchObject({ line: 2, column: 5 });
  expect(document.place(['constructor', 'y'], 'value')).toMatchObject({ line: 4 });
  expect(document.place(['a', '__proto__', 'z'], 'value')).toMatchObject({ line: 6 });
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('the tables of a file of 100,000 are found in about the time of parsing', () => {
  const lines: string[] = [];
  for (let index = 0; index < 100_000; index += 1) {
    lines.push(`[cloud.c${index}.helix]\ncluster_id = "id-${index}"\nregion = "us-east-1"\n`);
  }
  const text = lines.join('\n');
  let document = documentOf('');
  const parsing = cpuMs(() => {
    document = documentOf(text);
  });
  const finding = cpuMs(() => {
    expect(document.place(['cloud', 'c99999', 'helix'], 'table').line).toBe(399_997);
    for (let index = 0; index < 100_000; index += 1) document.place(['cloud', `c${index}`, 'helix'], 'table');
  });
  expect(finding / parsing).toBeLessThan(3);
});

test.each([
  ['a dotted key', `${Array(5000).fill('a').join('.')} = 1\n`],
  ['a header', `[${Array(5000).fill('__proto__').join('.')}]\n`],
])('%s that is nested too deeply is a problem', (_, text) => {
  const { document, problems } = parseToml({ file: 'helix.toml', text });
  expect(document).toBeNull();
  expect(problems).toMatchObject([{ code: 'toml-syntax', place: { line: 1 } }]);
});
