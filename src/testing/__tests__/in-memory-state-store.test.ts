import { emptyState } from '../../state/empty-state';
import { InMemoryStateBackend } from '../in-memory-state-backend';
import { InMemoryStateStore } from '../in-memory-state-store';
import { ManualClock } from '../manual-clock';
import { sampleBegin } from '../sample-records';
import { stateStoreContract } from '../contracts/state-store-contract';

stateStoreContract('InMemoryStateStore', () => {
  const backend = new InMemoryStateBackend();
  return Promise.resolve({
    open: (user) => new InMemoryStateStore(backend, user),
    dispose: () => Promise.resolve(),
  });
});

describe('InMemoryStateBackend', () => {
  const request = { operation: 'apply', by: 'ada', timeoutMs: 0 };
  const start = emptyState({ lineage: 'l', project: 'p', workspace: 'default', at: '2026-01-01T00:00:00Z' });

  it('fails one commit or append on demand, and writes nothing then', async () => {
    const backend = new InMemoryStateBackend();
    const lease = await new InMemoryStateStore(backend, { clock: new ManualClock() }).lock(request);
    backend.failNextCommit(new Error('disk full'));
    await expect(lease.commit(start)).rejects.toThrow('disk full');
    expect(backend.current()).toBeNull();
    await lease.commit(start);
    backend.failNextAppend(new Error('torn cable'));
    await expect(lease.append(sampleBegin('1', 'cluster.api'))).rejects.toThrow('torn cable');
    expect(backend.current()?.open).toEqual([]);
    await lease.append(sampleBegin('1', 'cluster.api'));
    expect(backend.current()?.open).toHaveLength(1);
    await lease.release();
  });

  it('shows at once to its own host that a process was killed', async () => {
    const backend = new InMemoryStateBackend();
    const clock = new ManualClock();
    const store = (host: string, pid: number) => new InMemoryStateStore(backend, { clock, host, pid });
    const lease = await store('a', 1).lock(request);
    backend.kill('a', 1);
    expect((await store('a', 2).readHolder())?.liveness).toBe('gone');
    expect((await store('b', 3).readHolder())?.liveness).toBe('unknown');
    await expect(store('b', 3).lock(request)).rejects.toMatchObject({ kind: 'locked' });
    const next = await store('a', 2).lock(request);
    await expect(lease.commit(start)).rejects.toMatchObject({ kind: 'locked' });
    await next.release();
  });
});

describe('InMemoryStateStore', () => {
  it('lives by its clock: heartbeats keep the lease for as long as time passes', async () => {
    const backend = new InMemoryStateBackend();
    const clock = new ManualClock();
    const lease = await new InMemoryStateStore(backend, { clock }).lock({
      operation: 'x',
      by: 'y',
      timeoutMs: 0,
    });
    await clock.advance(3_600_000);
    lease.assertHeld();
    await lease.release();
    expect(clock.sleeping).toBe(0);
  });
});
