import fc from 'fast-check';
import { parse } from 'smol-toml';
import type { TomlTable } from 'smol-toml';
import { addTable, removeTable, setKey } from '../edit';

/** A line of a generated document; `owner` is the instance whose removal removes it. */
interface Line {
  readonly text: string;
  readonly owner: string | null;
}

const NAMES = ['a', 'b', 'c-d', 'e.f'];
const name = fc.constantFrom(...NAMES);
const written = (key: string) => (/^[a-z-]+$/.test(key) ? key : `"${key}"`);

const value = fc.constantFrom(
  ['"text"'],
  ["'[cloud.a.helix]'"],
  ['1.5e3'],
  ['"# no comment \\" = {"'],
  ['[1, [2], "]"]'],
  ['["x", # inside', '  "y",', ']'],
  ['"""', '[cloud.a.helix]', '# text', '"""'],
  ["'''it''s'''"],
  ['{ x = 1, y.z = [{ q = "}" }] }'],
  ['2026-11-20T09:00:00Z'],
);
const note = fc.constantFrom('', ' # why', '\t#');
const pad = fc.constantFrom('', '  ', '\t');

const pair = (key: string, owner: string | null) =>
  fc.tuple(pad, value, note).map(([indent, rows, comment]): Line[] =>
    rows.map((row, index) => ({
      text: `${index === 0 ? `${indent}${key} = ` : ''}${row}${index === rows.length - 1 ? comment : ''}`,
      owner,
    })),
  );

const pairs = (prefix: string, owner: string | null) =>
  fc
    .tuple(pair(`${prefix}one`, owner), pair(`${prefix}two.deep`, owner), fc.boolean())
    .map(([one, two, both]) => (both ? [...one, { text: '# between', owner }, ...two] : one));

const own = (owner: string | null) =>
  fc.array(
    fc.constantFrom('# about it', '  # [cloud.a]').map((text): Line => ({ text, owner })),
    { maxLength: 2 },
  );
const gap = fc.constantFrom<Line[]>(
  [{ text: '', owner: null }],
  [
    { text: '', owner: null },
    { text: '# apart', owner: null },
    { text: '  ', owner: null },
  ],
);

const headed = (key: string) =>
  fc
    .tuple(own(key), pairs('', key), fc.boolean(), pairs('', key))
    .map(([comments, body, nested, inner]): Line[] => [
      ...comments,
      { text: `[cloud.${written(key)}.helix] # here`, owner: key },
      ...body,
      ...(nested ? [{ text: `[ cloud . ${written(key)}.helix.inner ]`, owner: key }, ...inner] : []),
    ]);

const dotted = (key: string) =>
  fc
    .tuple(own(key), pairs(`${written(key)}.helix.`, key))
    .map(([comments, body]): Line[] => [...comments, ...body]);

const inlined = (key: string) =>
  own(key).map((comments): Line[] => [
    ...comments,
    { text: `${written(key)} = { helix = { one = 1, two = "}" } } # inline`, owner: key },
  ]);

const other = fc
  .tuple(own(null), pairs('', null), fc.integer())
  .map(([comments, body, id]): Line[] => [...comments, { text: `[other.t${id}]`, owner: null }, ...body]);

/** Some instances under `[cloud]`, then sections in any order, with gaps that belong to no instance. */
const document = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 1 }),
    forms: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: NAMES.length }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    lastEnd: fc.boolean(),
    others: fc.uniqueArray(other, {
      maxLength: 2,
      selector: (lines) => lines.find((l) => l.text.startsWith('[o'))?.text,
    }),
  })
  .chain(({ names, forms, lineEnd, lastEnd, others }) => {
    const chosen = names.map((key, index) => ({ key, form: forms[index]! }));
    const inner = chosen.filter(({ form }) => form > 0);
    const sections = fc.shuffledSubarray(
      [
        ...chosen.filter(({ form }) => form === 0).map(({ key }) => headed(key)),
        ...others.map((o) => fc.constant(o)),
      ],
      { minLength: chosen.length - inner.length + others.length },
    );
    return sections
      .chain((parts) =>
        fc.tuple(
          fc.tuple(...inner.map(({ key, form }) => (form === 1 ? dotted(key) : inlined(key)))),
          fc.tuple(...parts.map((part) => fc.tuple(gap, part))),
        ),
      )
      .map(([under, tables]) => {
        const lines: Line[] = [
          { text: '# a file', owner: null },
          { text: 'key = "value"', owner: null },
          { text: '[cloud]', owner: null },
          ...under.flat(),
          ...tables.flat(2),
        ];
        return { lines, names, text: lines.map((l) => l.text).join(lineEnd) + (lastEnd ? lineEnd : '') };
      });
  });

const source = (text: string) => ({ file: 'helix.toml', text });
const filled = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace('\r', ''));
const cloud = (data: TomlTable) => data['cloud'] as Record<string, Record<string, TomlTable>>;
const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

describe('every edit', () => {
  it('of removeTable removes one instance and keeps every other line', () => {
    fc.assert(
      fc.property(document, fc.nat(), ({ text, lines, names }, pick) => {
        const gone = names[pick % names.length]!;
        const expected = parse(text);
        // oxlint-disable-next-line typescript/no-dynamic-delete
        delete cloud(expected)[gone];
        const edit = removeTable(source(text), ['cloud', gone]);
        expect(edit.problem).toBeNull();
        expect(plain(parse(edit.text!))).toEqual(plain(expected));
        expect(filled(edit.text!)).toEqual(
          lines.filter((line) => line.owner !== gone && line.text.trim() !== '').map((line) => line.text),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('of addTable is a suffix, and removeTable undoes it', () => {
    fc.assert(
      fc.property(document, fc.string({ minLength: 1 }), fc.string(), ({ text }, key, word) => {
        fc.pre(!NAMES.includes(key));
        const values = { cluster_id: word, number: 3 };
        const edit = addTable(source(text), ['cloud', key, 'helix'], values);
        expect(edit.text?.startsWith(text)).toBe(true);
        expect(cloud(parse(edit.text!))[key]?.['helix']).toEqual(values);
        const back = removeTable(source(edit.text!), ['cloud', key]).text!;
        expect(back.trimEnd()).toBe(text.trimEnd());
      }),
      { numRuns: 200 },
    );
  });

  it('of setKey changes the value of one key, and keeps the lines before and after it', () => {
    fc.assert(
      fc.property(
        document,
        fc.nat(),
        fc.constantFrom('one', 'fresh'),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())),
        ({ text }, pick, key, to) => {
          const name = Object.keys(cloud(parse(text)))[pick % Object.keys(cloud(parse(text))).length]!;
          const expected = parse(text);
          cloud(expected)[name]!['helix']![key] = to;
          const edit = setKey(source(text), ['cloud', name, 'helix'], key, to);
          expect(edit.problem).toBeNull();
          expect(plain(parse(edit.text!))).toEqual(plain(expected));
          const kept = filled(edit.text!);
          const lost = filled(text).filter((line) => !kept.includes(line));
          // A new key adds a line only if the table is one line; an old value has at most four.
          if (key === 'fresh') expect(lost.filter((line) => !line.endsWith('# inline'))).toEqual([]);
          expect(lost.length).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 300 },
    );
  });
});
