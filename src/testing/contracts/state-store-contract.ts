import { SystemClock } from '../../adapters/host/clock';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Lease, LockRequest, StateStore } from '../../ports/state-store';
import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import { sampleBegin, sampleEnd, sampleRecord } from '../sample-records';
import { StoppableClock } from '../stoppable-clock';

/** One process that uses a store: by which clock it lives, and how long its leases are, in milliseconds. */
export interface StoreUser {
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}

/** One workspace's storage, empty at first. */
export interface StateStoreBackend {
  /** The store as another process sees it. */
  open(user: StoreUser): StateStore;
  dispose(): Promise<void>;
}

const REQUEST: LockRequest = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };
const LONG = { leaseMs: 30_000, heartbeatMs: 10_000 };
// Long enough that a busy machine does not miss half of it, short enough to wait for.
const SHORT = { leaseMs: 800, heartbeatMs: 80 };
/** For those that have to hold: a process that stands still for half a lease has lost it. */
const HELD = { leaseMs: 2500, heartbeatMs: 80 };
/** Only a lock that nobody frees is waited for that long. */
const HANG_MS = 600_000;

function known<Value>(value: Value | null): Value {
  if (value === null) throw new Error('there is none');
  return value;
}

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

    function open(times = LONG, clock: Clock = new SystemClock()): StateStore {
      users += 1;
      return backend.open({ ...times, clock, host: `host-${users}`, pid: 5_000_000 + users });
    }
    async function lock(store: StateStore, request: Partial<LockRequest> = {}): Promise<Lease> {
      const lease = await store.lock({ ...REQUEST, ...request });
      leases.push(lease);
      return lease;
    }
    async function startHolder(): Promise<{ store: StateStore; lease: Lease; state: State }> {
      const store = open();
      const lease = await lock(store);
      return { store, lease, state: await lease.commit(START) };
    }

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

    describe('lock', () => {
      it('is held by one at a time, and the error says by whom and what to do', async () => {
        const holding = await lock(open(), { operation: 'destroy --expired', by: 'ci@runner' });
        const holder = known(await open().readHolder());
        expect(holder).toMatchObject({
          operation: 'destroy --expired',
          by: 'ci@runner',
          token: holding.token,
        });
        const refusal = await lock(open()).catch((error: unknown) => error as HelixError);
        expect(refusal).toBeInstanceOf(HelixError);
        expect(refusal).toMatchObject({ kind: 'locked' });
        for (const part of [
          'ci@runner',
          'destroy --expired',
          holder.host,
          String(holder.pid),
          holder.since,
        ]) {
          expect((refusal as HelixError).message).toContain(part);
        }
        expect((refusal as HelixError).hint).toMatch(/--lock-timeout.*helix unlock/);
        holding.assertHeld();
      });

      it('is free after its release, with a token that grows', async () => {
        const first = await lock(open());
        await first.release();
        await first.release();
        expect(await open().readHolder()).toBeNull();
        const second = await lock(open());
        expect(second.token).toBeGreaterThan(first.token);
      });

      it('gives nothing to write with after its release', async () => {
        const { lease, state } = await startHolder();
        await lease.release();
        expect(() => lease.assertHeld()).toThrow(HelixError);
        await expect(lease.append(sampleBegin('1-1', 'cluster.api'))).rejects.toMatchObject({
          kind: 'locked',
        });
        await expect(lease.commit(state)).rejects.toMatchObject({ kind: 'locked' });
      });

      it('is waited for as long as the request says', async () => {
        const { lease } = await startHolder();
        const store = open(SHORT);
        const waiting = lock(store, { timeoutMs: HANG_MS });
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        await lease.release();
        const next = await waiting;
        expect(next.state()?.open).toHaveLength(1);
        await expect(lock(open(SHORT), { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'locked' });
      });

      it('is not taken from a holder whose heart beats, however long that takes', async () => {
        const holding = await lock(open(HELD));
        const told: HelixError[] = [];
        const onWait = (why: HelixError): void => void told.push(why);
        await expect(lock(open(HELD), { timeoutMs: 1.5 * HELD.leaseMs, onWait })).rejects.toMatchObject({
          kind: 'locked',
        });
        expect(told).toMatchObject([
          { kind: 'locked', message: expect.stringContaining('ada@laptop') as string },
        ]);
        holding.assertHeld();
        await holding.commit(START);
      });

      it('is freed by hand, and its holder can write nothing more', async () => {
        const store = open(SHORT);
        expect(await store.unlock()).toBe(false);
        const holding = await lock(store);
        const state = await holding.commit(START);
        expect(await open(SHORT).unlock()).toBe(true);
        expect(await store.readHolder()).toBeNull();
        expect(() => holding.assertHeld()).toThrow(HelixError);
        await expect(holding.commit(state)).rejects.toMatchObject({ kind: 'locked' });
        await expect(holding.append(sampleBegin('1-1', 'cluster.api'))).rejects.toMatchObject({
          kind: 'locked',
        });
        expect((await store.read())?.open).toEqual([]);
        const next = await lock(store);
        expect(next.token).toBeGreaterThan(holding.token);
        expect(await store.unlock()).toBe(true);
      });
    });

    describe('a holder that was stopped', () => {
      async function stopHolder(): Promise<{ clock: StoppableClock; lease: Lease; state: State }> {
        const clock = new StoppableClock(new SystemClock());
        const lease = await lock(open(SHORT, clock));
        const state = await lease.commit(START);
        await lease.append(sampleBegin('1-1', 'cluster.api'));
        clock.stop();
        return { clock, lease, state };
      }
      const takeOver = (): Promise<Lease> => lock(open(SHORT), { timeoutMs: HANG_MS });

      it('is taken over after a lease without a sign of life, with all that it left', async () => {
        await stopHolder();
        const startMs = performance.now();
        const next = await takeOver();
        expect(performance.now() - startMs).toBeGreaterThanOrEqual(SHORT.leaseMs);
        expect(next.state()?.open.map((open) => open.id)).toEqual(['1-1']);
        next.assertHeld();
      });

      it('knows before anybody takes over that it must not act', async () => {
        const { lease } = await stopHolder();
        await new SystemClock().sleep(SHORT.leaseMs / 2 + SHORT.heartbeatMs);
        expect(() => lease.assertHeld()).toThrow(HelixError);
      });

      it('can write nothing when it wakes, and takes nothing from its successor', async () => {
        const { clock, lease, state } = await stopHolder();
        const next = await takeOver();
        const mine = await next.commit({ ...known(next.state()), open: [] });
        await next.append(sampleBegin('2-1', 'cluster.web'));
        clock.go();
        await expect(lease.append(sampleEnd('1-1', 'cluster.api'))).rejects.toMatchObject({ kind: 'locked' });
        await expect(lease.commit(state)).rejects.toMatchObject({ kind: 'locked' });
        await lease.release();
        expect(await open().readHolder()).toMatchObject({ token: next.token });
        next.assertHeld();
        const state2 = await open().read();
        expect(state2).toEqual(next.state());
        expect(state2?.serial).toBe(mine.serial);
        expect(state2?.open.map((open) => open.id)).toEqual(['2-1']);
      });

      it('writes nothing on waking, even where its successor has written nothing yet', async () => {
        const clock = new StoppableClock(new SystemClock());
        const lease = await lock(open(SHORT, clock));
        clock.stop();
        const next = await takeOver();
        clock.go();
        await expect(lease.commit({ ...START, lineage: 'the sleeper' })).rejects.toMatchObject({
          kind: 'locked',
        });
        expect(await open().read()).toBeNull();
        expect((await next.commit(START)).lineage).toBe(START.lineage);
        expect((await open().read())?.lineage).toBe(START.lineage);
      });
    });

    it('loses no edit of many that contend', async () => {
      const { lease } = await startHolder();
      await lease.release();
      let inside = 0;
      const edit = async (n: number): Promise<void> => {
        const mine = await lock(open({ leaseMs: 30_000, heartbeatMs: 10_000 }), { timeoutMs: HANG_MS });
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
