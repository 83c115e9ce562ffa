import { plainCodec } from '../../../../state/stored/codec';
import {
  expectAcknowledged,
  LARGE,
  makeWrites,
  nothingYet,
  SMALL,
} from '../../../../testing/contracts/acknowledged-writes';
import { InMemoryObjects, InMemoryStorage } from '../../../../testing/in-memory-storage';
import type { BeforeAndAfter } from '../../../../testing/in-memory-storage';
import { ManualClock } from '../../../../testing/manual-clock';
import { sampleBegin } from '../../../../testing/sample-records';
import { SystemRandom } from '../../../host/random';
import { SharedStateStore } from '../shared-state-store';
import { Unavailable } from '../storage';

const REQUEST = { operation: 'apply', by: 'ada@laptop', timeoutMs: 0 };

/** A store of the host `here`. Its clock stands still, so that no heartbeat is written, and all other processes are gone. */
function storeOn(objects: InMemoryObjects, around?: BeforeAndAfter): SharedStateStore {
  return new SharedStateStore(new InMemoryStorage(objects, around), {
    project: 'p',
    workspace: 'default',
    host: 'here',
    pid: 5_000_000,
    processExists: () => false,
    clock: new ManualClock(),
    random: new SystemRandom(),
    codec: plainCodec,
    timeoutMs: 0,
  });
}

class Crash extends Error {}

describe('a process that dies at any call of the storage', () => {
  it.each([
    ['in an empty storage', false, 'before'],
    ['in an empty storage', false, 'after'],
    ['while it takes over what another left', true, 'before'],
    ['while it takes over what another left', true, 'after'],
    ['while it takes over a large state', true, 'before', LARGE],
    ['while it takes over a large state', true, 'after', LARGE],
  ] as const)('loses no acknowledged write, %s (%s, %s)', async (_, takesOver, when, start = SMALL) => {
    let isFinished = false;
    let steps = 0;
    for (let last = 1; !isFinished; last += 1) {
      const objects = new InMemoryObjects();
      const acknowledged = nothingYet();
      if (takesOver) {
        const lease = await storeOn(objects).lock(REQUEST);
        await lease.commit(start);
        await lease.append(sampleBegin('left', 'cluster.left'));
      }
      let calls = 0;
      const dying: BeforeAndAfter = (_call, at) => {
        if (at === 'before') calls += 1;
        if (calls > last || (calls === last && at === when)) throw new Crash();
      };
      try {
        await makeWrites(await storeOn(objects, dying).lock(REQUEST), start, acknowledged);
        isFinished = calls < last;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      steps = last;

      const read = await storeOn(objects).read();
      expectAcknowledged(read, acknowledged);
      const next = await storeOn(objects).lock(REQUEST);
      expectAcknowledged(next.state(), acknowledged);
      if (takesOver) expect(next.state()?.open.map(({ id }) => id)).toContain('left');
      const committed = await next.commit(next.state() ?? start);
      await next.release();
      expect(await storeOn(objects).read()).toEqual(committed);
    }
    expect(steps).toBeGreaterThan(10);
  });
});

describe('a storage that fails once, at any call', () => {
  it.each([
    ['before', SMALL],
    ['after', SMALL],
    ['before', LARGE],
    ['after', LARGE],
  ] as const)('is asked again (%s it was made), and nothing is done twice', async (when, start) => {
    let isFinished = false;
    for (let nth = 1; !isFinished; nth += 1) {
      const objects = new InMemoryObjects();
      const left = await storeOn(objects).lock(REQUEST);
      await left.commit(start);
      await left.append(sampleBegin('left', 'cluster.left'));
      let calls = 0;
      const failing: BeforeAndAfter = (_call, at) => {
        if (at === 'before') calls += 1;
        if (at === when && calls === nth) {
          calls += 1;
          throw new Unavailable('the connection was cut');
        }
      };
      const acknowledged = nothingYet();
      const clock = new ManualClock();
      const store = new SharedStateStore(new InMemoryStorage(objects, failing), {
        project: 'p',
        workspace: 'default',
        host: 'here',
        pid: 5_000_000,
        processExists: () => false,
        clock,
        random: new SystemRandom(),
        codec: plainCodec,
      });
      const running = store.lock(REQUEST).then((lease) => makeWrites(lease, start, acknowledged));
      const isOver = running.then(() => true);
      while (!(await Promise.race([isOver, clock.advance(50).then(() => false)])));
      isFinished = calls < nth;
      const state = await storeOn(objects).read();
      expect(state).toMatchObject({ serial: 4, open: [{ id: 'left' }] });
      expect(state?.resources['cluster.api']?.protect).toBe(true);
      expect(await storeOn(objects).readHolder()).toBeNull();
    }
  });
});

describe('a slot that a sleeper fills late', () => {
  it('is not acknowledged after another process took over, whatever was read before', async () => {
    const objects = new InMemoryObjects();
    let wake = (): void => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let isAsleep = false;
    const sleeper = await storeOn(objects, (call, at) =>
      isAsleep && call === 'fillSlot' && at === 'before' ? asleep : undefined,
    ).lock(REQUEST);
    await sleeper.commit(SMALL);
    await sleeper.append(sampleBegin('1', 'cluster.a'));
    isAsleep = true;
    const late = sleeper.append(sampleBegin('2', 'cluster.b'));
    const next = await storeOn(objects).lock(REQUEST);
    wake();
    await expect(late).rejects.toMatchObject({ kind: 'locked' });
    expect(next.state()?.open.map(({ id }) => id)).toEqual(['1']);
    expect((await storeOn(objects).read())?.open.map(({ id }) => id)).toEqual(['1']);
  });

  it('counts when it was filled before the plug', async () => {
    const objects = new InMemoryObjects();
    const first = await storeOn(objects).lock(REQUEST);
    await first.commit(SMALL);
    // The successor has read the journal, and finds the slot only when it plugs it.
    let isDone = false;
    const next = await storeOn(objects, async (call, at) => {
      if (isDone || call !== 'fillSlot' || at !== 'before') return;
      isDone = true;
      await first.append(sampleBegin('1', 'cluster.a'));
    }).lock(REQUEST);
    expect(next.state()?.open.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('a reader', () => {
  it('reads again when the state that the head named is replaced meanwhile', async () => {
    const objects = new InMemoryObjects();
    const lease = await storeOn(objects).lock(REQUEST);
    await lease.commit(SMALL);
    await lease.append(sampleBegin('1', 'cluster.a'));
    let isDone = false;
    const state = await storeOn(objects, async (call, at) => {
      if (isDone || call !== 'readSlots' || at !== 'before') return;
      isDone = true;
      // The slot is deleted, because the new state contains it.
      await lease.commit(lease.state() ?? SMALL);
    }).read();
    expect(state).toMatchObject({ serial: 2, open: [{ id: '1' }] });
  });

  it('refuses a state when an object of it was deleted', async () => {
    const objects = new InMemoryObjects();
    const lease = await storeOn(objects).lock(REQUEST);
    await lease.commit(SMALL);
    await lease.append(sampleBegin('1', 'cluster.a'));
    await lease.release();
    objects.slots.clear();
    await expect(storeOn(objects).read()).rejects.toThrow(/slot 1 of journal .* is missing/);
    objects.bodies.clear();
    await expect(storeOn(objects).read()).rejects.toThrow(/snapshot .* is missing/);
    await expect(storeOn(objects).lock(REQUEST)).rejects.toThrow(/is missing/);
  });
});
