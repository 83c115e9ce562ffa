import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUD_NAMES, cloudOf } from '../../clouds';
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

/** Names of engines that are also those of tables: only beside the word they are an engine's. */
const TABLES = CLOUD_NAMES.map((name) => cloudOf(name).tables.app).filter((name) => name !== null);

/** The places in a text that quote one of the names, as `line: text`. */
function quoted(names: readonly string[], text: string): string[] {
  const plain = names.filter((name) => !TABLES.includes(name));
  const literal = new RegExp(
    `(['"\`])(${plain.join('|')})\\1|engine\\b[^'"\`]*(['"\`])(${TABLES.join('|')})\\3`,
    'i',
  );
  return text.split('\n').flatMap((line, index) => (literal.test(line) ? [`${index + 1}: ${line}`] : []));
}

const NAMES = ENGINES.map(({ name }) => name);

test('engines have different names, each of the shape that a state may hold', () => {
  expect(new Set(NAMES).size).toBe(ENGINES.length);
  expect(NAMES.filter((name) => !ENGINE_NAME.test(name))).toEqual([]);
});

test('a quoted engine name is found in a text', () => {
  expect(quoted(NAMES, "a\nif (engine === 'terraform') {\n")).toEqual(["2: if (engine === 'terraform') {"]);
  expect(quoted(NAMES, "engine: 'fly'\nkind === 'fly'\n")).toEqual(["1: engine: 'fly'"]);
});

test.each(WITHOUT_NAMES)('no file of src/%s names an engine', (folder) => {
  const files = sourcesIn(folder);
  expect(files).not.toEqual([]);
  const found = files.flatMap((file) =>
    quoted(NAMES, readFileSync(join(SRC, file), 'utf8')).map((place) => `${file}:${place}`),
  );
  expect(found).toEqual([]);
});
