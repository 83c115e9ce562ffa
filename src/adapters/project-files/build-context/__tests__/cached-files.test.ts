import { CachedFiles, FileTimes, encodeFiles } from '../cached-files';
import type { FoundFile } from '../walk-context';

const PATHS = ['a.ts', 'b/a.ts', 'b/ü.ts', 'b/a', 'c.ts'];

function foundAt(path: string, changes: Partial<FoundFile> = {}): FoundFile {
  const type = 'file';
  return { path, type, executable: false, size: 1, mtimeMs: 2.5, ctimeMs: 3, inode: 4, ...changes };
}

const contentOf = (path: string): string => Buffer.from(path).toString('hex').padEnd(64, '0');

/** Returns the files as a later run reads them, without those that are not kept. */
function cached(isKept: (index: number) => boolean = () => true): CachedFiles {
  const times = new FileTimes();
  const files = PATHS.map((path) => {
    times.add(foundAt(path));
    return { path, kind: 'file', content: contentOf(path), size: 1, script: 'no' } as const;
  });
  const json = JSON.stringify(encodeFiles(files, times, isKept));
  return new CachedFiles(JSON.parse(json) as Record<string, unknown>);
}

describe('the files of a cache', () => {
  it.each([
    ['in the order in which they were found', PATHS],
    ['in another order', [...PATHS].reverse()],
    ['after one is gone', PATHS.filter((path) => path !== 'b/a.ts')],
    ['beside a new one', ['a.ts', 'a', 'b', ...PATHS.slice(1)]],
  ])('are found %s', (_how, paths) => {
    const files = cached();
    const found = paths.map((path) => files.find(foundAt(path))?.sha256 ?? null);
    expect(found).toEqual(paths.map((path) => (PATHS.includes(path) ? contentOf(path) : null)));
  });

  it('are expected in their order, and from where the last one was found', () => {
    const files = cached();
    expect(PATHS.map((path) => files.isNext(path))).toEqual([true, false, false, false, false]);
    files.find(foundAt('b/ü.ts'));
    expect(PATHS.map((path) => files.isNext(path))).toEqual([false, false, false, true, false]);
  });

  it.each([{ size: 2 }, { mtimeMs: 2 }, { ctimeMs: 3.5 }, { inode: 5 }])(
    'are read again where a number differs: %j',
    (changes) => {
      const files = cached();
      expect(
        PATHS.map((path) => files.find(foundAt(path, path === 'b/a.ts' ? changes : {}))?.sha256),
      ).toEqual(PATHS.map((path) => (path === 'b/a.ts' ? undefined : contentOf(path))));
    },
  );

  it('are kept without those that could change unseen', () => {
    const files = cached((index) => index !== 1);
    expect(files.size).toBe(4);
    const found = PATHS.map((path) => files.find(foundAt(path))?.sha256 ?? null);
    expect(found).toEqual(PATHS.map((path, index) => (index === 1 ? null : contentOf(path))));
  });

  it.each([{}, { count: 1, paths: 'a//', numbers: '', sha256: '' }, { count: '5' }])(
    'do not come from a broken cache: %j',
    (json) => {
      const files = new CachedFiles(json);
      expect([files.size, files.find(foundAt('a'))]).toEqual([0, null]);
    },
  );
});
