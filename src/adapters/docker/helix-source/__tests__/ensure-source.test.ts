import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_RECIPE } from '../../../../resources/helix-image/recipe';
import { SystemClock } from '../../../host/clock';
import type { Host } from '../../../host/host';
import { SystemRandom } from '../../../host/random';
import { ensureSource } from '../ensure-source';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'helix-source-'));
  await git('init', '-q', 'upstream');
  await writeFile(join(base, 'upstream/lib.rs'), 'one');
  await git('-C', 'upstream', 'add', '.');
  await git('-C', 'upstream', 'commit', '-q', '-m', 'one');
  await git('-C', 'upstream', 'tag', 'v9');
});

afterEach(() => rm(base, { recursive: true }));

function git(...words: string[]): Promise<Buffer> {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  return Promise.resolve(execFileSync('git', [...identity, ...words], { cwd: base, stdio: 'pipe' }));
}

interface Run {
  readonly phases?: string[];
  readonly helixVersion?: string;
  readonly repository?: string;
}

function ensure({
  phases = [],
  helixVersion = 'v9',
  repository = `file://${base}/upstream`,
}: Run = {}): Promise<string> {
  const host = {
    environment: { PATH: process.env['PATH'], HELIX_CACHE_DIR: join(base, 'cache'), GIT_DIR: '/nowhere' },
    home: null,
    pid: process.pid,
    processExists: (pid: number) => pid === process.pid,
  } as unknown as Host;
  return ensureSource(
    { ...DEFAULT_RECIPE, repository, helixVersion },
    {
      host,
      clock: new SystemClock(),
      random: new SystemRandom(),
      phase: (phase) => phases.push(phase),
      signal: new AbortController().signal,
    },
  );
}

describe('the source of HelixDB', () => {
  it('is cloned by one of two builds; the other waits, and later ones find it', async () => {
    const phases: string[] = [];
    const [one, other] = await Promise.all([ensure({ phases }), ensure({ phases })]);
    expect(one).toBe(other);
    expect(await readFile(join(one, 'lib.rs'), 'utf8')).toBe('one');
    expect(phases.sort()).toEqual(['cloning HelixDB v9', 'waiting for another build that clones HelixDB']);
    await ensure({ phases });
    expect(phases).toHaveLength(2);
    expect(await readdir(join(base, 'cache/repo'))).toHaveLength(1);
  });

  it('is cloned again when a file of it was edited, or its clone was not finished', async () => {
    const folder = await ensure();
    await writeFile(join(folder, 'lib.rs'), 'edited');
    await ensure();
    expect(await readFile(join(folder, 'lib.rs'), 'utf8')).toBe('one');
    await rm(join(folder, '.complete'));
    const phases: string[] = [];
    await ensure({ phases });
    expect(phases).toEqual(['cloning HelixDB v9']);
  });

  it('is not waited for when the build that cloned it is gone', async () => {
    const folder = await ensure();
    await rm(folder, { recursive: true });
    await writeFile(`${folder}.lock`, '999999999');
    expect(await readFile(join(await ensure(), 'lib.rs'), 'utf8')).toBe('one');
  });

  it('is not left in part when there is no such tag, and no log-in is shown', async () => {
    await expect(ensure({ helixVersion: 'v10' })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('v10') as string,
      hint: expect.stringContaining('helix_version') as string,
    });
    expect(await readdir(join(base, 'cache/repo'))).toEqual([]);
    const refused = ensure({ repository: 'http://ada:s3cret@127.0.0.1:9/helix-db.git' });
    await expect(refused).rejects.toThrow('127.0.0.1:9');
    await expect(refused).rejects.not.toThrow('s3cret');
  });
});
