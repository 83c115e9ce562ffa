import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEditor, contend, ended, startEditor } from './contention';
import { storeIn } from './store-in';

const HERE = {
  host: 'here',
  pid: process.pid,
  processExists: (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  },
};
const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };

describe('processes that share a state', () => {
  let bundle: string;
  let editor: string;
  let root: string;
  let holder: ChildProcess | undefined;

  beforeAll(async () => {
    bundle = await mkdtemp(join(tmpdir(), 'helix-editor-'));
    editor = await bundleEditor(bundle);
  });
  afterAll(() => rm(bundle, { recursive: true }));
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'helix-state-'));
  });
  afterEach(async () => {
    holder?.kill('SIGKILL');
    await rm(root, { recursive: true });
  });

  it('work one at a time and lose nothing', async () => {
    const outcome = await contend(editor, root, { processes: 6, edits: 4, leaseMs: 30_000 });
    expect(outcome.done).toHaveLength(24);
    expect(outcome).toMatchObject({ lost: [], fenced: 0, together: 0 });
  });

  it('lose nothing while holders are stopped, replaced and resumed', async () => {
    const outcome = await contend(editor, root, { processes: 6, edits: 10, leaseMs: 60, stopMs: 120 });
    expect(outcome.done).toHaveLength(60);
    expect(outcome.lost).toEqual([]);
    expect(outcome.stops).toBeGreaterThan(0);
  });

  it('take over at once from a killed process, and only from that', async () => {
    const lines: string[] = [];
    await new Promise<void>((resolve) => {
      holder = startEditor(editor, ['hold', root, '30000'], (line) => {
        lines.push(line);
        resolve();
      });
    });
    expect(lines).toEqual(['held']);
    const store = storeIn(root, HERE);
    expect(await store.readHolder()).toMatchObject({ pid: holder?.pid, liveness: 'alive' });
    await expect(store.lock(REQUEST)).rejects.toMatchObject({
      kind: 'locked',
      message: expect.stringContaining('it is running') as string,
    });
    holder?.kill('SIGKILL');
    if (holder !== undefined) await ended(holder);
    expect(await store.readHolder()).toMatchObject({ liveness: 'gone' });
    const lease = await store.lock(REQUEST);
    expect(lease.state()?.open.map(({ id }) => id)).toEqual(['1-1']);
    await lease.release();
  });
});
