import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_NAME } from '../../values/resource';
import { ENGINES } from '../engines';

const SRC = join(__dirname, '..', '..');
/** The folders that ask the registry of engines and name none of them. */
const WITHOUT_NAMES = ['workflows', 'cli', 'plan', 'operations', 'render', 'ports'];

function sourcesIn(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('__tests__'))
    .map((file) => join(folder, file));
}

/** The places in a text that quote one of the names, as `line: text`. */
function quoted(names: readonly string[], text: string): string[] {
  const literal = new RegExp(`(['"\`])(${names.join('|')})\\1`);
  return text.split('\n').flatMap((line, index) => (literal.test(line) ? [`${index + 1}: ${line}`] : []));
}

const NAMES = ENGINES.map(({ name }) => name);

test('engines have different names, each of the shape that a state may hold', () => {
  expect(new Set(NAMES).size).toBe(ENGINES.length);
  expect(NAMES.filter((name) => !ENGINE_NAME.test(name))).toEqual([]);
});

test('a quoted engine name is found in a text', () => {
  expect(quoted(NAMES, "a\nif (engine === 'terraform') {\n")).toEqual(["2: if (engine === 'terraform') {"]);
});

test.each(WITHOUT_NAMES)('no file of src/%s names an engine', (folder) => {
  const files = sourcesIn(folder);
  expect(files).not.toEqual([]);
  const found = files.flatMap((file) =>
    quoted(NAMES, readFileSync(join(SRC, file), 'utf8')).map((place) => `${file}:${place}`),
  );
  expect(found).toEqual([]);
});
