import { SystemClock } from '../../adapters/host/clock';
import type { Lease } from '../../ports/state-store';
import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import { sampleBegin, sampleEnd, sampleRecord } from '../sample-records';
import { HANG_MS, known, LONG } from './store-users';
import type { StateStoreBackend, StoreUsers } from './store-users';
import { stateLockContract } from './state-lock-contract';

/**
 * The behaviour of every StateStore. `makeBackend` is called once per test. `bulk`: the size of the part of a state that no
 * test changes; in a large state, changes are small and may be written differently.
 */
export function stateStoreContract(
  name: string,
  makeBackend: () => Promise<StateStoreBackend>,
  { bulk = 0 }: { readonly bulk?: number } = {},
): void {
  const START: State = {
    ...emptyState({
      lineage: '0d9e7a52-8c1f-4a3b-9d57-2f64c1b0a911',
      project: 'papertrail',
      workspace: 'default',
      at: '2026-01-01T00:00:00.000Z',
    }),
    ...(bulk > 0 && { mirrors: { bulk: 'x'.repeat(bulk) } }),
  };
  describe(name, () => {
    let backend: StateStoreBackend;
    let users = 0;
    const leases: Lease[] = [];

    beforeEach(async () => {
      backend = await makeBackend();
    });
    afterEach(async () => {
      for (const lease of leases.splice(0)) await lease.release();
      await backend.dispose();
    });

    const open: StoreUsers['open'] = (times = LONG, clock = new SystemClock()) => {
      users += 1;
      return backend.open({ ...times, clock, host: `host-${users}`, pid: 5_000_000 + users });
    };
    const lock: StoreUsers['lock'] = async (store, request = {}) => {
      const lease = await store.lock({ operation: 'apply', by: 'ada@laptop', timeoutMs: 0, ...request });
      leases.push(lease);
      return lease;
    };
    const startHolder: StoreUsers['startHolder'] = async () => {
      const store = open();
      const lease = await lock(store);
      return { store, lease, state: await lease.commit(START) };
    };

    describe('state', () => {
      it('is null where nothing was ever written, and reading writes nothing', async () => {
        expect(await open().read()).toBeNull();
        expect(await open().readHolder()).toBeNull();
        const lease = await lock(open());
        expect(lease.state()).toBeNull();
        expect(await open().read()).toBeNull();
      });

      it('is read by everybody once it is committed, with the serial and time of the store', async () => {
        const lease = await lock(open());
        const before = new Date().toISOString();
        const wanted = { ...START, serial: 77, resources: { 'cluster.api': sampleRecord('cluster.api') } };
        const committed = await lease.commit(wanted);
        expect(committed).toEqual({ ...wanted, serial: 1, updatedAt: committed.updatedAt });
        expect(committed.updatedAt >= before).toBe(true);
        expect(lease.state()).toEqual(committed);
        expect(await open().read()).toEqual(committed);
      });

      it('has a serial that grows by one with every commit', async () => {
        const { store, lease, state } = await startHolder();
        const serials = [state.serial];
        for (let n = 0; n < 14; n += 1) serials.push((await lease.commit(state)).serial);
        expect(serials).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
        expect((await store.read())?.serial).toBe(15);
      });

      it('is never replaced by that of another lineage or workspace', async () => {
        const { store, lease, state } = await startHolder();
        await expect(lease.commit({ ...state, lineage: 'another' })).rejects.toThrow('over another one');
        await expect(lease.commit({ ...state, workspace: 'another' })).rejects.toThrow('over another one');
        expect(await store.read()).toEqual(state);
      });
    });

    describe('removal', () => {
      it('leaves nothing to read, and room for another lineage that nobody before can write to', async () => {
        const { store, lease } = await startHolder();
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        await lease.remove();
        expect(lease.state()).toBeNull();
        expect(await open().read()).toBeNull();
        await expect(lease.append(sampleBegin('1-2', 'cluster.api'))).rejects.toThrow('commit a first state');
        await lease.release();
        expect(await store.readHolder()).toBeNull();
        const next = await lock(open());
        expect(next.state()).toBeNull();
        expect(next.token).toBeGreaterThan(lease.token);
        const other = await next.commit({ ...START, lineage: 'another' });
        await next.append(sampleBegin('2-1', 'cluster.web'));
        expect(await store.read()).toEqual({ ...other, open: next.state()?.open });
        await expect(lease.remove()).rejects.toMatchObject({ kind: 'locked' });
      });

      it('may be followed by a first state under the same lease', async () => {
        const { store, lease } = await startHolder();
        await lease.remove();
        await lease.commit({ ...START, lineage: 'another' });
        await lease.append(sampleBegin('1-1', 'cluster.web'));
        await lease.release();
        expect((await store.read())?.lineage).toBe('another');
        expect((await lock(open())).state()?.open.map((open) => open.id)).toEqual(['1-1']);
      });
    });

    describe('journal', () => {
      it('counts at once for readers and for the holder', async () => {
        const { store, lease } = await startHolder();
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        expect((await store.read())?.open.map((open) => open.id)).toEqual(['1-1']);
        await lease.append(sampleEnd('1-1', sampleRecord('cluster.api')));
        const state = await open().read();
        expect(state?.open).toEqual([]);
        expect(Object.keys(state?.resources ?? {})).toEqual(['cluster.api']);
        expect(lease.state()).toEqual(state);
      });

      it('keeps the order of concurrent entries', async () => {
        const { store, lease } = await startHolder();
        const ids = Array.from({ length: 200 }, (_, n) => `1-${n}`);
        await Promise.all(ids.map((id) => lease.append(sampleBegin(id, 'cluster.api'))));
        expect((await store.read())?.open.map((open) => open.id)).toEqual(ids);
      });

      it('is part of a later commit, and entries that come meanwhile are not lost', async () => {
        const { store, lease } = await startHolder();
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        const state = known(lease.state());
        const committing = lease.commit({ ...state, open: [] });
        await Promise.all([committing, lease.append(sampleBegin('1-2', 'cluster.web'))]);
        // The commit decided about the first entry; the second one is newer than it.
        expect(lease.state()?.open.map((open) => open.id)).toEqual(['1-2']);
        expect(await store.read()).toEqual(lease.state());
        await lease.commit(known(lease.state()));
        expect((await store.read())?.open.map((open) => open.id)).toEqual(['1-2']);
      });

      it('belongs to the next holder when its lease ends without a commit', async () => {
        const { lease } = await startHolder();
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        await lease.append(sampleEnd('1-1', sampleRecord('cluster.api')));
        await lease.append(sampleBegin('1-2', 'cluster.web'));
        await lease.release();
        const next = await lock(open());
        expect(Object.keys(next.state()?.resources ?? {})).toEqual(['cluster.api']);
        expect(next.state()?.open.map((open) => open.id)).toEqual(['1-2']);
        expect(await open().read()).toEqual(next.state());
        await next.append(sampleEnd('1-2', 'cluster.web'));
        expect((await open().read())?.open).toEqual([]);
      });

      it('takes no entry before there is a state whose lineage can own what is begun', async () => {
        const lease = await lock(open());
        await expect(lease.append(sampleBegin('1-1', 'cluster.api'))).rejects.toThrow('commit a first state');
      });
    });

    stateLockContract(START, { open, lock, startHolder });

    it('loses no edit of many that contend', async () => {
      const { lease } = await startHolder();
      await lease.release();
      let inside = 0;
      const edit = async (n: number): Promise<void> => {
        // A host that is starved for half a minute must not look dead.
        const mine = await lock(open({ leaseMs: HANG_MS, heartbeatMs: 10_000 }), { timeoutMs: HANG_MS });
        inside += 1;
        expect(inside).toBe(1);
        const state = known(mine.state());
        const record = sampleRecord(`cluster.c${n}`);
        await mine.commit({ ...state, resources: { ...state.resources, [record.address]: record } });
        inside -= 1;
        await mine.release();
      };
      await Promise.all([0, 1, 2, 3].map(edit));
      expect(Object.keys((await open().read())?.resources ?? {}).sort()).toEqual(
        [0, 1, 2, 3].map((n) => `cluster.c${n}`),
      );
    });
  });
}
