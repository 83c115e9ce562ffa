import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { digestOf } from '../../../../values/digest';
import { SystemRandom } from '../../../host/random';
import { readContext } from '../read-context';

/** A large directory whose files are older than the granularity of any file system's times. */
const OLD_FILES = dirname(require.resolve('typescript/lib/typescript.js'));

/** One of more files than a plan names one by one. */
const MANY_OLD_FILES = dirname(require.resolve('cdktf/package.json'));

let root: string;
let cacheFile: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'helix-cache-')));
  cacheFile = join(root, '.helix', 'context-cache.json');
  await writeFile(join(root, 'Dockerfile'), 'FROM scratch\n');
});

afterEach(() => rm(root, { recursive: true }));

async function readDigest(directory: string): Promise<string | undefined> {
  const context = await readContext(
    root,
    { place: { directory, dockerfile: 'Dockerfile' }, envFiles: [] },
    new SystemRandom(),
  );
  return context?.digest;
}

interface CacheJson {
  readonly contexts: [[string, { paths: string; sha256: string }]];
}

async function readCache(): Promise<{ readonly paths: readonly string[]; readonly sha256: string }> {
  const [[, { paths, sha256 }]] = (JSON.parse(await readFile(cacheFile, 'utf8')) as CacheJson).contexts;
  return { paths: paths.split('//').slice(0, -1), sha256 };
}

describe('the cache of a build context', () => {
  it('is used for unchanged files, and the digest is the same with it', async () => {
    const directory = relative(root, OLD_FILES);
    const read = await readDigest(directory);
    expect((await readCache()).paths).toContain('typescript.js');
    expect(await readDigest(directory)).toBe(read);
    // A digest that only the cache can have shows that the file was not read.
    const text = await readFile(cacheFile, 'utf8');
    const { sha256 } = await readCache();
    await writeFile(cacheFile, text.replace(sha256, '1'.repeat(sha256.length)));
    expect(await readDigest(directory)).not.toBe(read);
    for (const broken of [
      '{"version":3,"contexts":3}',
      '{',
      'null',
      text.replace(sha256, 'AAAA'),
      text.replace('"version":3', '"version":0'),
    ]) {
      await writeFile(cacheFile, broken);
      expect(await readDigest(directory)).toBe(read);
    }
  });

  it('is not used under other rules', async () => {
    const directory = relative(root, OLD_FILES);
    const all = await readDigest(directory);
    await writeFile(join(root, 'Dockerfile.dockerignore'), 'lib.*\n');
    const some = await readDigest(directory);
    expect(some).not.toBe(all);
    expect((await readCache()).paths).not.toContain('lib.d.ts');
  });

  it('misses no edit of the same size and time, right after the file was read', async () => {
    await mkdir(join(root, 'app'));
    for (let i = 0; i < 500; i++) await writeFile(join(root, 'app', `${i}`), 'a');
    const before = await readDigest('app');
    // Only those that were old before any was read may be kept; a slow disk takes that long to write them.
    await writeFile(join(root, 'later'), '');
    const later = (await stat(join(root, 'later'))).ctimeMs;
    for (const path of (await readCache()).paths)
      expect((await stat(join(root, 'app', path))).ctimeMs).toBeLessThan(later - 2000);
    const file = join(root, 'app', '499');
    const { atime, mtime } = await stat(file);
    await writeFile(file, 'b');
    await utimes(file, atime, mtime);
    expect(await readDigest('app')).not.toBe(before);
  });

  it('is left alone where it cannot be written', async () => {
    await mkdir(join(root, '.helix'));
    await writeFile(cacheFile, 'mine');
    await chmod(cacheFile, 0o444);
    await chmod(join(root, '.helix'), 0o555);
    await chmod(root, 0o755);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(await readDigest(relative(root, OLD_FILES))).toMatch(/^[0-9a-f]{64}$/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(join(root, '.helix'), 0o755);
    }
    expect(await readFile(cacheFile, 'utf8')).toBe('mine');
  });

  it('is not made for a context that is read quickly', async () => {
    await writeFile(join(root, 'a.txt'), 'a');
    await readDigest('.');
    await expect(stat(join(root, '.helix'))).rejects.toThrow('ENOENT');
  });
});

interface CachedContext {
  readonly count: number;
  readonly paths: string;
  readonly sha256: string;
  readonly numbers: string;
  readonly summary: { readonly text: string; readonly seal: string };
}

/** Writes another state of the one context that is cached. */
async function changeCache(change: (context: CachedContext) => Partial<CachedContext>): Promise<void> {
  const { version, contexts } = JSON.parse(await readFile(cacheFile, 'utf8')) as {
    readonly version: number;
    readonly contexts: readonly [readonly [string, CachedContext]];
  };
  const [[place, context]] = contexts;
  const changed = [[place, { ...context, ...change(context) }]];
  await writeFile(cacheFile, JSON.stringify({ version, contexts: changed }));
}

/** A summary whose digest only the cache can have. */
function planted({ summary }: CachedContext): Pick<CachedContext, 'summary'> {
  const text = JSON.stringify({ ...(JSON.parse(summary.text) as object), digest: 'planted' });
  return { summary: { text, seal: digestOf(text) } };
}

describe('a large build context', () => {
  const directory = (): string => relative(root, MANY_OLD_FILES);

  it('of which nothing has changed is not listed again', async () => {
    const read = await readDigest(directory());
    expect(await readDigest(directory())).toBe(read);
    await changeCache(planted);
    expect(await readDigest(directory())).toBe('planted');
  });

  it.each([
    [
      'a file has other times',
      ({ numbers }: CachedContext) => {
        const bytes = Buffer.from(numbers, 'base64');
        bytes.writeDoubleLE(1, bytes.length - 16);
        return { numbers: bytes.toString('base64') };
      },
    ],
    [
      'a file is new',
      ({ count, paths, sha256, numbers }: CachedContext) => ({
        count: count - 1,
        paths: `${paths.split('//').slice(0, -2).join('//')}//`,
        sha256: sha256.slice(0, -64),
        numbers: Buffer.from(numbers, 'base64').subarray(0, -32).toString('base64'),
      }),
    ],
    [
      'a file is gone',
      ({ count, paths, sha256, numbers }: CachedContext) => ({
        count: count + 1,
        paths: `${paths}zz/gone//`,
        sha256: `${sha256}${'0'.repeat(64)}`,
        numbers: Buffer.concat([Buffer.from(numbers, 'base64'), Buffer.alloc(32)]).toString('base64'),
      }),
    ],
    ['the summary was edited', ({ summary }: CachedContext) => ({ summary: { ...summary, seal: '' } })],
  ])('is listed again where %s', async (_what, change) => {
    const read = await readDigest(directory());
    await changeCache((context) => {
      const changed = { ...context, ...planted(context) };
      return { ...changed, ...change(changed) };
    });
    expect(await readDigest(directory())).toBe(read);
  });

  it('is listed again where only its Dockerfile has changed', async () => {
    const read = await readDigest(directory());
    await changeCache(planted);
    await writeFile(join(root, 'Dockerfile'), 'FROM scratch\nUSER 1\n');
    const other = await readDigest(directory());
    expect([read, 'planted']).not.toContain(other);
    expect(await readDigest(directory())).toBe(other);
  });
});
