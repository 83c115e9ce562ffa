import { emptyState } from '../../../state/empty-state';
import { RecordingReporter, storeState } from '../../../testing/in-memory-ports';
import { sampleRecord } from '../../../testing/sample-records';
import { loadShop, shopPorts } from '../../__tests__/shop';
import { withLease } from '../session';

const LOCK = { operation: 'apply', lockTimeoutMs: 0 };
const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });

describe('work under the lease', () => {
  it('holds the lock, under the name of the operation and the user', async () => {
    const ports = shopPorts();
    await withLease(ports, await loadShop(ports), LOCK, () => {
      const holder = ports.workspaces.get('default')?.lock?.holder;
      expect(holder).toMatchObject({ operation: 'apply', by: 'ada@laptop' });
      return Promise.resolve();
    });
    expect(ports.workspaces.get('default')?.lock?.released).toBe(true);
  });

  it('releases the lock when the work throws', async () => {
    const ports = shopPorts();
    const work = withLease(ports, await loadShop(ports), LOCK, () => Promise.reject(new Error('broken')));
    await expect(work).rejects.toThrow('broken');
    expect(ports.workspaces.get('default')?.lock?.released).toBe(true);
  });

  it('gives its engines the state as it is after each commit', async () => {
    const ports = shopPorts();
    await withLease(ports, await loadShop(ports), LOCK, async ({ lease, engine }) => {
      await lease.commit(STATE);
      const record = sampleRecord('cluster.web', { inputs: { id: 'web' } });
      const owner = 'l/default/cluster.web';
      ports.cloud.things.set('web', { owner, inputs: {}, status: 'ready', serial: 1, log: [] });
      const seen = await (await engine('helix-cloud')).observe([record]);
      expect(seen.get('cluster.web')?.state).toBe('present');
    });
  });

  it('is cancelled by a signal, and its lock released', async () => {
    const ports = shopPorts();
    const work = withLease(ports, await loadShop(ports), LOCK, () => {
      ports.interrupts.send();
      return new Promise<never>(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ kind: 'cancelled' });
    expect(ports.workspaces.get('default')?.lock?.released).toBe(true);
    expect(ports.interrupts.isHeard).toBe(false);
  });

  it('decides about signals itself, once it listens to them', async () => {
    const ports = shopPorts();
    const heard: number[] = [];
    await withLease(ports, await loadShop(ports), LOCK, ({ interrupts }) => {
      using _ = interrupts.listen((count) => heard.push(count));
      ports.interrupts.send();
      return Promise.resolve();
    });
    expect(heard).toEqual([1]);
  });

  it('says who holds the lock while it waits for it', async () => {
    const ports = shopPorts();
    const project = await loadShop(ports);
    const reporter = new RecordingReporter();
    let finish = (): void => undefined;
    const first = withLease(ports, project, LOCK, () => new Promise<void>((resolve) => (finish = resolve)));
    const second = withLease(ports, project, { ...LOCK, lockTimeoutMs: 60_000, reporter }, () =>
      Promise.resolve('done'),
    );
    await ports.clock.advance(0);
    expect(reporter.notes).toEqual([
      expect.stringMatching(/locked by ada@laptop \(apply, .*Waiting for it\.$/),
    ]);
    finish();
    await first;
    await ports.clock.advance(1000);
    await expect(second).resolves.toBe('done');
  });

  it('is refused where the lock is held and nobody wants to wait', async () => {
    const ports = shopPorts();
    const project = await loadShop(ports);
    await withLease(ports, project, LOCK, async () => {
      const other = withLease(ports, project, LOCK, () => Promise.resolve());
      await expect(other).rejects.toMatchObject({ kind: 'locked' });
    });
  });

  it('begins on the state that is recorded', async () => {
    const ports = shopPorts();
    storeState(ports, STATE);
    await withLease(ports, await loadShop(ports), LOCK, ({ lease }) => {
      expect(lease.state()?.lineage).toBe('l');
      return Promise.resolve();
    });
  });
});
