import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

test('each numbered sentence of BEHAVIOUR.md has a test whose title begins with its number', () => {
  const text = readFileSync(join(__dirname, '../BEHAVIOUR.md'), 'utf8');
  const sentences = [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => number);
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts'));
  const titles = files.flatMap((file) => [
    ...readFileSync(join(__dirname, file), 'utf8').matchAll(/(?:it|\))\(\s*'(\d+): /g),
  ]);
  const tested = new Set(titles.map(([, number]) => number));
  expect(sentences.length).toBeGreaterThan(30);
  expect(sentences.filter((number) => !tested.has(number))).toEqual([]);
});
