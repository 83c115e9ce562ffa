import { SystemClock } from '../../adapters/host/clock';
import { HelixError } from '../../errors';
import type { Lease } from '../../ports/state-store';
import type { State } from '../../state/state';
import { sampleBegin, sampleEnd } from '../sample-records';
import { StoppableClock } from '../stoppable-clock';
import { HANG_MS, HELD, known, SHORT } from './store-users';
import type { StoreUsers } from './store-users';

/** The behaviour of the lock of every StateStore, and of a holder that stops. `START`: a first state. */
export function stateLockContract(START: State, { open, lock, startHolder }: StoreUsers): void {
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
      for (const part of ['ci@runner', 'destroy --expired', holder.host, String(holder.pid), holder.since]) {
        expect((refusal as HelixError).message).toContain(part);
      }
      expect((refusal as HelixError).hint).toMatch(/--lock-timeout.*helix unlock/);
      holding.assertHeld();
    });

    it('goes to one of several that ask for it at the same moment', async () => {
      await (await lock(open())).release();
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lock(open())));
      expect(asked.map((one) => (one.status === 'fulfilled' ? 'held' : String(one.reason))).sort()).toEqual([
        ...Array.from({ length: 7 }, () => expect.stringMatching(/is locked by/) as string),
        'held',
      ]);
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
}
