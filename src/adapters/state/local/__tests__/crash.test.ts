import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lease } from '../../../../ports/state-store';
import { emptyState } from '../../../../state/empty-state';
import type { State } from '../../../../state/state';
import { ManualClock } from '../../../../testing/manual-clock';
import { sampleBegin, sampleEnd, sampleRecord } from '../../../../testing/sample-records';
import { nodeFileSystem } from '../file-system-calls';
import type { FileSystemCalls, OpenFile } from '../file-system-calls';
import { storeIn } from './store-in';

class Crash extends Error {}

/** Returns the real calls, up to the one numbered `last`: a write is made by half, and every later call fails. */
function crashingAfter(last: number): {
  calls: FileSystemCalls;
  made: () => number;
  closeFiles: () => Promise<void>;
} {
  let made = 0;
  const open = new Set<OpenFile>();
  async function call<Result>(real: () => Promise<Result>, half?: () => Promise<unknown>): Promise<Result> {
    made += 1;
    if (made < last) return real();
    if (made === last) await (half ?? real)();
    throw new Crash();
  }
  const calls: FileSystemCalls = {
    makeDirectory: (path) => call(() => nodeFileSystem.makeDirectory(path)),
    list: (path) => call(() => nodeFileSystem.list(path)),
    read: (path) => call(() => nodeFileSystem.read(path)),
    link: (from, to) => call(() => nodeFileSystem.link(from, to)),
    unlink: (path) => call(() => nodeFileSystem.unlink(path)),
    syncDirectory: (path) => call(() => nodeFileSystem.syncDirectory(path)),
    create: async (path, mode) => {
      const file = await call(async () => {
        const created = await nodeFileSystem.create(path, mode);
        open.add(created);
        return created;
      });
      return {
        write: (text, at) =>
          call(
            () => file.write(text, at),
            () => file.write(text.slice(0, text.length / 2), at),
          ),
        sync: () => call(() => file.sync()),
        truncate: (length) => call(() => file.truncate(length)),
        close: () => (open.delete(file), file.close()),
      };
    },
  };
  // The files of a dead process are closed.
  const closeFiles = async (): Promise<void> => {
    for (const file of open) await file.close();
  };
  return { calls, made: () => made, closeFiles };
}

const SMALL = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
// In a state of this size, a change is written as a delta.
const LARGE: State = { ...SMALL, mirrors: { bulk: 'x'.repeat(50_000) } };
const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
// The clock stands still, so that a dead process writes no heartbeat.
const DEAD = { host: 'here', pid: 5_000_000, processExists: () => false, clock: new ManualClock() };

/** The writes that a run knows to be durable. */
interface Acknowledged {
  committed: boolean;
  begun: boolean;
  ended: boolean;
  marked: boolean;
}

async function run(lease: Lease, start: State, acknowledged: Acknowledged): Promise<void> {
  await lease.commit(lease.state() ?? start);
  acknowledged.committed = true;
  await lease.append(sampleBegin('op', 'cluster.api'));
  acknowledged.begun = true;
  await lease.append(sampleEnd('op', sampleRecord('cluster.api')));
  acknowledged.ended = true;
  const state = lease.state() ?? start;
  const api = sampleRecord('cluster.api', { protect: true });
  await lease.commit({ ...state, resources: { ...state.resources, 'cluster.api': api } });
  acknowledged.marked = true;
  await lease.release();
}

function expectAcknowledged(state: State | null, acknowledged: Acknowledged): void {
  const record = state?.resources['cluster.api'];
  if (acknowledged.committed) expect(state).toMatchObject({ lineage: 'l' });
  const isOpen = state?.open.some(({ id }) => id === 'op') ?? false;
  if (acknowledged.begun && !acknowledged.ended) expect(isOpen || record !== undefined).toBe(true);
  if (acknowledged.ended) expect(record).toBeDefined();
  if (acknowledged.marked) expect(record?.protect).toBe(true);
  if (record !== undefined) expect(isOpen).toBe(false);
}

describe('a process that dies at any call of the file system', () => {
  const roots: string[] = [];
  afterEach(async () => {
    for (const root of roots.splice(0)) await rm(root, { recursive: true });
  });

  it.each([
    ['in an empty directory', false, SMALL],
    ['while it takes over the writes of another', true, SMALL],
    ['in an empty directory, with a large state', false, LARGE],
    ['while it takes over a large state', true, LARGE],
  ])('loses no acknowledged write, %s', async (_, takesOver, start) => {
    let finished = false;
    let steps = 0;
    for (let last = 1; !finished; last += 1) {
      const root = await mkdtemp(join(tmpdir(), 'helix-crash-'));
      roots.push(root);
      const acknowledged: Acknowledged = { committed: false, begun: false, ended: false, marked: false };
      let left: State | null = null;
      if (takesOver) {
        const before = crashingAfter(Infinity);
        const lease = await storeIn(root, { ...DEAD, fileSystem: before.calls }).lock(REQUEST);
        await lease.commit(start);
        await lease.append(sampleBegin('left', 'cluster.left'));
        await before.closeFiles();
        left = await storeIn(root, DEAD).read();
      }
      const { calls, made, closeFiles } = crashingAfter(last);
      try {
        await run(await storeIn(root, { ...DEAD, fileSystem: calls }).lock(REQUEST), start, acknowledged);
        finished = made() < last;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      steps = last;
      await closeFiles();

      const read = await storeIn(root, DEAD).read();
      expectAcknowledged(read, acknowledged);
      const next = await storeIn(root, DEAD).lock(REQUEST);
      expectAcknowledged(next.state(), acknowledged);
      expect(next.state()).toEqual(read === null ? null : { ...read, ...stampOf(next.state()) });
      if (left !== null) expect(next.state()?.open.map(({ id }) => id)).toContain('left');
      const committed = await next.commit(next.state() ?? start);
      await next.release();
      expect(await storeIn(root, DEAD).read()).toEqual(committed);
    }
    expect(steps).toBeGreaterThan(40);
  });
});

// A seal writes what was read, under a new serial and time.
function stampOf(state: State | null): Partial<State> {
  return state === null ? {} : { serial: state.serial, updatedAt: state.updatedAt };
}
