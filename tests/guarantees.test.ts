import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'guarantees.md'), 'utf8');

/** The rows of the table: a promise, and the file and title of the test that proves it. */
function promises(): { promise: string; file: string; title: string }[] {
  return [...PAGE.matchAll(/^\| (.+?) +\| `(tests\/[^`]+)` +\| (.+?) +\|$/gm)].map(
    ([, promise = '', file = '', title = '']) => ({ promise, file, title }),
  );
}

/** The titles of the tests in a file. */
function titlesIn(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const calls = source.matchAll(/\b(?:it|test)(?:\.each\([^]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  return [...calls].map(([, , title = '']) => title);
}

describe('the guarantees', () => {
  it('are a list of more than ten promises', () => {
    expect(promises().length).toBeGreaterThan(10);
  });

  it.each(promises().map(({ promise, file, title }) => [promise, file, title] as const))(
    'are proven by an existing test: %s',
    (_, file, title) => {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(titlesIn(file).filter((found) => found.includes(title))).toHaveLength(1);
    },
  );
});
