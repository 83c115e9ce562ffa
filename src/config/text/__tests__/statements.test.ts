import fc from 'fast-check';
import { statementsOf } from '../statements';

const TEXT = `# top
"a b".c = { d = [1, { e = "}" }], 'f' = """
]""" } # end

[x . "\\u0079"]
z = 1 # z
[[list]]
`;

describe('statementsOf', () => {
  it('returns each statement with its path, its key and its whole lines', () => {
    const found = statementsOf(TEXT).map(({ type, path, key, lines }) => [
      type,
      path,
      TEXT.slice(key.start, key.end),
      TEXT.slice(lines.start, lines.end),
    ]);
    expect(found).toEqual([
      ['pair', ['a b', 'c'], '"a b".c', TEXT.slice(6, TEXT.indexOf('\n[x'))],
      ['table', ['x', 'y'], '[x . "\\u0079"]', '[x . "\\u0079"]\n'],
      ['pair', ['x', 'y', 'z'], 'z', 'z = 1 # z\n'],
      ['element', ['list'], '[[list]]', '[[list]]\n'],
    ]);
  });

  it('returns the members of inline tables and the items of arrays', () => {
    const [first] = statementsOf(TEXT);
    const written = (span: { start: number; end: number } | undefined) => TEXT.slice(span?.start, span?.end);
    const members = first?.type === 'pair' ? (first.value.members ?? []) : [];
    expect(members.map(({ path, key }) => [path, written(key)])).toEqual([
      [['a b', 'c', 'd'], 'd'],
      [['a b', 'c', 'f'], "'f'"],
    ]);
    expect(members[0]?.value.items?.map(written)).toEqual(['1', '{ e = "}" }']);
    expect(written(members[1]?.value)).toBe('"""\n]"""');
  });

  it('ends on every text, TOML or not, with statements in order inside it', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '"""',
      '=',
      '.',
      ',',
      '#',
      '\n',
      '\r\n',
      '\\',
      ' ',
      'a',
      '1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        let at = 0;
        for (const { lines } of statementsOf(text)) {
          expect(lines.start).toBeGreaterThanOrEqual(at);
          expect(lines.end).toBeGreaterThan(lines.start);
          at = lines.end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
