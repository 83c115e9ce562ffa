import { HelixError } from '../../../errors';
import { emptyState } from '../../../state/empty-state';
import { InMemoryStateBackend } from '../../../testing/in-memory-state-backend';
import { InMemoryStateStore } from '../../../testing/in-memory-state-store';
import { ManualClock } from '../../../testing/manual-clock';
import { CheckedStore } from '../checked-store';

const LOCK = { operation: 'apply', by: 'ada', timeoutMs: 0 };
const FIRST = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });

function makeStore() {
  return new InMemoryStateStore(new InMemoryStateBackend(), { clock: new ManualClock() });
}

describe('a checked store', () => {
  it('hands out a state that passes its check', async () => {
    const store = new CheckedStore(makeStore(), () => undefined);
    const lease = await store.lock(LOCK);
    await lease.commit(FIRST);
    await lease.release();
    expect((await store.read())?.lineage).toBe('l');
  });

  it('refuses to read a state that does not', async () => {
    const store = new CheckedStore(makeStore(), () => {
      throw new HelixError('refused', 'not this one');
    });
    await expect(store.read()).rejects.toThrow('not this one');
    expect(store.current).toBeNull();
  });

  it('frees the lock again when the state under it must not be used', async () => {
    const inner = makeStore();
    const store = new CheckedStore(inner, () => Promise.reject(new HelixError('refused', 'not this one')));
    await expect(store.lock(LOCK)).rejects.toThrow('not this one');
    expect(await inner.readHolder()).toBeNull();
  });

  it('knows the state that was read last', async () => {
    const store = new CheckedStore(makeStore(), () => undefined);
    expect(store.current).toBeNull();
    const lease = await store.lock(LOCK);
    expect(store.current).toBeNull();
    await lease.commit(FIRST);
    expect(store.current?.lineage).toBe('l');
  });

  it('follows the commits under its lease', async () => {
    const store = new CheckedStore(makeStore(), () => undefined);
    const lease = await store.lock(LOCK);
    await lease.commit(FIRST);
    await lease.commit({ ...FIRST, tombstones: {} });
    expect(store.current?.serial).toBe(2);
  });
});
