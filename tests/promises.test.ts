import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The rows of the section: what is promised, in which file it is proven, by the test of which title. */
function promises(): { promise: string; file: string; title: string }[] {
  const [, rest = ''] = README.split('\n## What Helix promises\n');
  const [section = ''] = rest.split('\n## ');
  return [...section.matchAll(/^\| (.+?) +\| `(tests\/[^`]+)` +\| (.+?) +\|$/gm)].map(
    ([, promise = '', file = '', title = '']) => ({ promise, file, title }),
  );
}

/** The texts that a file gives its tests as titles. */
function titlesIn(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const calls = source.matchAll(/\b(?:it|test)(?:\.each\([^]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  return [...calls].map(([, , title = '']) => title);
}

describe('what the README promises', () => {
  it('is a list', () => {
    expect(promises().length).toBeGreaterThan(10);
  });

  it.each(promises().map(({ promise, file, title }) => [promise, file, title] as const))(
    'is proven by a test that there is: %s',
    (_, file, title) => {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(titlesIn(file).filter((found) => found.includes(title))).toHaveLength(1);
    },
  );
});
