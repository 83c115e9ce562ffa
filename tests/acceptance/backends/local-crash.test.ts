import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '../../../src/state/state';
import {
  expectAcknowledged,
  LARGE,
  makeWrites,
  nothingYet,
  SMALL,
} from '../../../src/testing/contracts/acknowledged-writes';
import { ManualClock } from '../../../src/testing/manual-clock';
import { sampleBegin } from '../../../src/testing/sample-records';
import { nodeFileSystem } from '../../../src/adapters/state/local/file-system-calls';
import type { FileSystemCalls, OpenFile } from '../../../src/adapters/state/local/file-system-calls';
import { storeIn } from '../../../src/adapters/state/local/__tests__/store-in';

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

const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
// The clock stands still, so that a dead process writes no heartbeat.
const DEAD = { host: 'here', pid: 5_000_000, processExists: () => false, clock: new ManualClock() };

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
      const acknowledged = nothingYet();
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
        await makeWrites(
          await storeIn(root, { ...DEAD, fileSystem: calls }).lock(REQUEST),
          start,
          acknowledged,
        );
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
