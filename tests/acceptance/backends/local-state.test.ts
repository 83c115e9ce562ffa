import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEditor, contend, ended, endEditors, startEditor } from './contend';
import { openStore } from './open-store';

/** Longer than any test, unless it hangs. */
const HOUR_MS = 3_600_000;

describe('processes that share a local state', () => {
  let scratch: string;
  let editor: string;
  let local: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'helix-editor-'));
    editor = await bundleEditor(scratch);
  });
  afterAll(() => rmSync(scratch, { recursive: true }));
  beforeEach(() => (local = mkdtempSync(join(tmpdir(), 'helix-state-'))));
  afterEach(async () => {
    await endEditors();
    rmSync(local, { recursive: true });
  });

  it('work one at a time and lose nothing', async () => {
    const how = { processes: 6, edits: 4, leaseMs: HOUR_MS, scratch };
    const { done, lost, fenced, together } = await contend(editor, { local }, how);
    expect(done).toHaveLength(24);
    expect({ lost, fenced, together }).toEqual({ lost: [], fenced: 0, together: 0 });
  });

  it('lose nothing while holders are stopped, replaced and resumed', async () => {
    const how = { processes: 6, edits: 10, leaseMs: 60, stopMs: 120, scratch };
    const { done, lost, stops } = await contend(editor, { local }, how);
    expect(done).toHaveLength(60);
    expect(lost).toEqual([]);
    expect(stops).toBeGreaterThan(0);
  });

  it('take over at once from a killed process, and only from that', async () => {
    const task = { verb: 'hold' as const, where: { local }, name: 'holder', edits: 0, leaseMs: HOUR_MS };
    const lines: string[] = [];
    const holder = await new Promise<ReturnType<typeof startEditor>>((resolve) => {
      const child = startEditor(editor, { ...task, scratch, elsewhere: false }, (line) => {
        lines.push(line);
        resolve(child);
      });
    });
    expect(lines).toEqual(['held']);
    const store = openStore({ local });
    const request = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
    expect(await store.readHolder()).toMatchObject({ pid: holder.pid, liveness: 'alive' });
    await expect(store.lock(request)).rejects.toMatchObject({
      kind: 'locked',
      message: expect.stringContaining('it is running') as string,
    });
    const end = ended(holder);
    holder.kill('SIGKILL');
    await end;
    expect(await store.readHolder()).toMatchObject({ liveness: 'gone' });
    const lease = await store.lock(request);
    expect(lease.state()?.open.map(({ id }) => id)).toEqual(['1-1']);
    await lease.release();
  });
});
