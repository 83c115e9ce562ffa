import { createHash } from 'node:crypto';
import { SystemClock } from '../../adapters/host/clock';
import type { Lease, StateStore } from '../../ports/state-store';
import { emptyState } from '../../state/empty-state';
import { withRun } from '../../state/history';
import type { Run, State } from '../../state/state';
import type { Address } from '../../values/resource';
import { sampleBegin, sampleEnd, sampleRecord } from '../sample-records';
import type { StateStoreBackend } from './store-users';
import { StoppableClock } from '../stoppable-clock';

/** A storage whose writes are counted. */
export interface MeasuredBackend extends StateStoreBackend {
  /** How many bytes were written to it so far, by everybody. */
  written(): number;
}

const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
const RESOURCES = 4000;
/** The bytes that an apply of one change may write: its entries, their results, and the new head. */
const FOR_ONE_CHANGE = 32_000;

function large(): State {
  const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });
  // Not to be compressed, as ids and digests are not.
  const id = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
  const records = Array.from({ length: RESOURCES }, (_, n) =>
    sampleRecord(`cluster.c${10_000 + n}`, { outputs: { id: id(n), key: id(-n) } }),
  );
  return { ...start, resources: Object.fromEntries(records.map((record) => [record.address, record])) };
}

/** One change, as `apply` makes it. */
async function change(lease: Lease, n: number): Promise<void> {
  const address: Address = `cluster.c${10_000 + n}`;
  const id = `${lease.token}-${n}`;
  const run: Run = {
    id,
    operation: 'apply',
    ended: null,
    by: 'ada@laptop',
    at: '2026-11-18T09:12:00.000Z',
    commit: null,
    planDigest: `helix1:${n}`,
  };
  await lease.append({ type: 'run', run });
  await lease.append(sampleBegin(id, address));
  await lease.append(sampleEnd(id, sampleRecord(address, { inputs: { n } })));
  const state = lease.state();
  if (state === null) throw new Error('there is no state');
  const ended = { at: run.at, result: 'done', done: { update: 1 }, notDone: 0 } as const;
  await lease.commit({ ...state, history: withRun(state.history ?? [], { ...run, ended }) });
}

/** The limits on the bytes that every StateStore writes for a large state. */
export function stateSizeContract(name: string, makeBackend: () => Promise<MeasuredBackend>): void {
  describe(name, () => {
    let backend: MeasuredBackend;
    let users = 0;
    beforeAll(async () => {
      backend = await makeBackend();
      const lease = await open().lock(REQUEST);
      await lease.commit(large());
      await lease.release();
      expect(backend.written()).toBeGreaterThan(5 * FOR_ONE_CHANGE);
    });
    afterAll(() => backend.dispose());

    function open(user: { clock?: StoppableClock; leaseMs?: number; heartbeatMs?: number } = {}): StateStore {
      users += 1;
      const times = { leaseMs: 30_000, heartbeatMs: 10_000, clock: new SystemClock() };
      return backend.open({ ...times, ...user, host: `host-${users}`, pid: 5_000_000 + users });
    }
    async function measureWrites(work: () => Promise<void>): Promise<number> {
      const before = backend.written();
      await work();
      return backend.written() - before;
    }

    it('is written in proportion to what each of many applies changes', async () => {
      const sizes: number[] = [];
      for (let n = 0; n < 40; n += 1) {
        const apply = async (): Promise<void> => {
          const lease = await open().lock(REQUEST);
          await change(lease, n);
          await lease.release();
        };
        sizes.push(await measureWrites(apply));
      }
      expect(sizes[0]).toBeLessThan(FOR_ONE_CHANGE);
      // Now and then what came before is written again; on the whole that adds little.
      expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeLessThan(FOR_ONE_CHANGE);
      const state = await open().read();
      expect(Object.keys(state?.resources ?? {})).toHaveLength(RESOURCES);
      expect(state?.resources['cluster.c10039']?.inputs).toEqual({ n: 39 });
      const ids = new Set(state?.history?.map(({ planDigest }) => planDigest));
      expect(Array.from({ length: 40 }, (_, n) => ids.has(`helix1:${n}`))).not.toContain(false);
    });

    it('is written in proportion to what a holder left, when that is taken over', async () => {
      const clock = new StoppableClock(new SystemClock());
      const short = { leaseMs: 800, heartbeatMs: 80 };
      const stopped = await open({ clock, ...short }).lock(REQUEST);
      await change(stopped, 100);
      await stopped.append(sampleBegin('left', 'cluster.left'));
      clock.stop();
      const size = await measureWrites(async () => {
        const lease = await open(short).lock({ ...REQUEST, timeoutMs: 600_000 });
        expect(lease.state()?.open.map(({ id }) => id)).toEqual(['left']);
        await lease.append(sampleEnd('left', 'cluster.left'));
        await change(lease, 101);
        await lease.release();
      });
      clock.go();
      await expect(change(stopped, 102)).rejects.toMatchObject({ kind: 'locked' });
      await stopped.release();
      expect(size).toBeLessThan(2 * FOR_ONE_CHANGE);
      const state = await open().read();
      expect([100, 101, 102].map((n) => state?.resources[`cluster.c${10_000 + n}`]?.inputs['n'])).toEqual([
        100,
        101,
        undefined,
      ]);
    });

    it('is written as a whole when a good part of it has changed', async () => {
      const size = await measureWrites(async () => {
        const lease = await open().lock(REQUEST);
        const state = lease.state();
        if (state === null) throw new Error('there is no state');
        const resources = Object.values(state.resources).map((record) => ({ ...record, protect: true }));
        await lease.commit({
          ...state,
          resources: Object.fromEntries(resources.map((record) => [record.address, record])),
        });
        await lease.release();
      });
      expect(size).toBeGreaterThan(5 * FOR_ONE_CHANGE);
      const state = await open().read();
      expect(Object.values(state?.resources ?? {}).every((record) => record.protect)).toBe(true);
    });
  });
}
