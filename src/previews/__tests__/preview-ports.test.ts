import fc from 'fast-check';
import { previewPorts } from '../preview-ports';

const number = fc.integer({ min: 1, max: 9_999_999_999 });
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });

test('no two containers of previews have one port, nor one that the project declares', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(number, names), { selector: ([one]) => one, maxLength: 30 }),
      fc.uniqueArray(fc.integer({ min: 19_990, max: 20_300 }), { maxLength: 40 }),
      (previews, declared) => {
        const taken = new Set(declared);
        for (const [one, containers] of previews) {
          const ports = [...previewPorts(one, containers, new Map(), taken).values()];
          expect(ports).toHaveLength(containers.length);
          for (const port of ports) {
            expect(taken.has(port)).toBe(false);
            expect(port >= 20_000 && port < 32_768).toBe(true);
            taken.add(port);
          }
        }
      },
    ),
  );
});

test('a container keeps the port that it has on record', () => {
  expect(previewPorts(7, ['a', 'b'], new Map([['b', 31_000]]), new Set())).toEqual(
    new Map([
      ['b', 31_000],
      ['a', 20_070],
    ]),
  );
});
