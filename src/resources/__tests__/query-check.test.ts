import { mistakesIn } from '../query-check';

function mistakes(files: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return mistakesIn(sources).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('26: the check of queries', () => {
  it('finds nothing in good files', () => {
    const schema = 'N::User { name: String }\nE::Follows { From: User, To: User }\nV::Doc { text: String }\n';
    const queries =
      'QUERY f(a: ID) =>\n  x <- N<User>(a)::Out<Follows>\n  d <- SearchV<Doc>(x, 5)\n  e <- AddE<Follows>()\n  RETURN x\n';
    expect(mistakes({ 'schema.hx': schema, 'queries.hx': queries })).toEqual([]);
  });

  it.each([
    ['N::A {\n  x: String\n', 'f.hx:1 "{" is never closed'],
    ['QUERY a() =>\n  RETURN x)\n', 'f.hx:2 unexpected ")"'],
    ['QUERY a( =>\n  {x]\n', 'f.hx:2 unexpected "]", "{" of line 2 is open'],
  ])('says where a bracket is wrong: %j', (text, expected) => {
    expect(mistakes({ 'f.hx': text })).toEqual([expected]);
  });

  it('wants a name after QUERY', () => {
    expect(mistakes({ 'f.hx': '\nQUERY (a: ID) =>\n  RETURN a\n' })).toEqual(['f.hx:2 QUERY without a name']);
  });

  it('wants a name for one query only, across files', () => {
    const text = 'QUERY a() =>\n  RETURN 1\n';
    expect(mistakes({ 'b.hx': `\n${text}`, 'a.hx': text })).toEqual(['b.hx:2 query a is also in a.hx:1']);
  });

  it('knows the types of a kind when one of them is defined', () => {
    const uses =
      'QUERY a() =>\n  x <- AddN<Usr>()\n  y <- N<User>\n  z <- AddE<Likes>()\n  v <- V<Doc>\n  RETURN x\n';
    expect(mistakes({ 'q.hx': uses })).toEqual([]);
    const schema = 'N::User { name: String }\nE::Follows { From: User, To: User }\n';
    expect(mistakes({ 'q.hx': uses, 's.hx': schema })).toEqual([
      'q.hx:2 unknown node type "Usr"',
      'q.hx:4 unknown edge type "Likes"',
    ]);
  });

  it('skips comments and strings', () => {
    const text =
      '// QUERY ( {\nN::A { x: String }\nQUERY a() =>\n  x <- N<A>({x: "N<B> } // \\" )"})\n  RETURN x\n';
    expect(mistakes({ 'f.hx': text })).toEqual([]);
  });

  it('gives all mistakes, sorted by file and line', () => {
    const schema = 'N::A { x: String }\n';
    expect(mistakes({ 'b.hx': 'QUERY\n\n  x <- N<B>\n', 'a.hx': `${schema}{` })).toEqual([
      'a.hx:2 "{" is never closed',
      'b.hx:1 QUERY without a name',
      'b.hx:3 unknown node type "B"',
    ]);
  });
});
