import { canonicalJson, digestOf, digestOfList, digestOfLong } from '../digest';
import type { Json } from '../json';

describe('canonical JSON', () => {
  it('sorts keys, at every depth, and spares no space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });
});

describe('the digest of a long list, or of an object with some', () => {
  const lists = [
    [],
    ['one'],
    Array.from({ length: 20_000 }, (_, i) => ({ name: `ü${i}`, nested: { list: [i] } })),
  ];

  it.each(lists.map((list) => [list.length, list] as const))(
    'is that of the same value written at once, with %d items',
    (_length, list) => {
      const items = function* (): Generator<Json> {
        yield* list;
      };
      const rest = { zone: 'z', able: { b: 1, a: 2 } };
      expect(digestOfLong({ ...rest, list: items() })).toBe(digestOf({ ...rest, list }));
      expect(digestOfList(items())).toBe(digestOf(list));
    },
  );
});
