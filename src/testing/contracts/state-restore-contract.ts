import { SystemClock } from '../../adapters/host/clock';
import type { Lease, StateStore } from '../../ports/state-store';
import { emptyState } from '../../state/empty-state';
import { sampleBegin, sampleRecord } from '../sample-records';
import type { StateStoreBackend } from './store-users';

const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
const START = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

/** The return to an older state, in every StateStore that keeps some. */
export function stateRestoreContract(name: string, makeBackend: () => Promise<StateStoreBackend>): void {
  describe(name, () => {
    let backend: StateStoreBackend;
    beforeEach(async () => (backend = await makeBackend()));
    afterEach(() => backend.dispose());

    const open = (): StateStore =>
      backend.open({ host: 'host', pid: 1, clock: new SystemClock(), leaseMs: 30_000, heartbeatMs: 10_000 });
    async function runUnderLease<T>(work: (lease: Lease) => Promise<T>, restore?: number): Promise<T> {
      const lease = await open().lock({ ...REQUEST, restore });
      try {
        return await work(lease);
      } finally {
        await lease.release();
      }
    }
    const sizes = ['small', 'medium', 'large'];
    async function writeSizes(): Promise<number[]> {
      const serials: number[] = [];
      for (const size of sizes) {
        const record = sampleRecord('cluster.a', { inputs: { size } });
        const state = { ...START, resources: { 'cluster.a': record } };
        serials.push((await runUnderLease((lease) => lease.commit(state))).serial);
      }
      return serials;
    }

    it('is the next serial with the older content; later states are still kept', async () => {
      const [, older = 0, newest = 0] = await writeSizes();
      const restored = await runUnderLease((lease) => Promise.resolve(lease.state()), older);
      expect(restored?.resources['cluster.a']?.inputs).toEqual({ size: 'medium' });
      const now = await open().read();
      expect(now).toEqual(restored);
      expect(now?.serial).toBeGreaterThan(newest);
      const kept: number[] = [];
      for await (const { serial } of open().readOlder()) kept.push(serial);
      expect(kept).toEqual(expect.arrayContaining([older, newest]));
    });

    it('leaves out what was done since, also the journal', async () => {
      const [older = 0] = await writeSizes();
      await runUnderLease((lease) => lease.append(sampleBegin('entry', 'cluster.b')));
      expect((await open().read())?.open).toHaveLength(1);
      await runUnderLease(() => Promise.resolve(), older);
      const now = await open().read();
      expect([now?.open, now?.resources['cluster.a']?.inputs]).toEqual([[], { size: 'small' }]);
    });

    it('is refused for a serial that is not kept, and the lock is free afterwards', async () => {
      const serials = await writeSizes();
      const refused = runUnderLease(() => Promise.resolve(), 999);
      await expect(refused).rejects.toThrow('no state of serial 999 is kept');
      expect((await open().read())?.serial).toBe(serials.at(-1));
      expect(await open().readHolder()).toBeNull();
    });
  });
}
