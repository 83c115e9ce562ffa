import { emptyState } from '../../../state/empty-state';
import { storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { InMemoryStateBackend } from '../../../testing/in-memory-state-backend';
import { InMemoryStateStore } from '../../../testing/in-memory-state-store';
import { sampleRecord } from '../../../testing/sample-records';
import { loadShop, shopPorts, SHOP } from '../../__tests__/shop';
import { openStore } from '../open-store';

const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });
const ON_S3 = `${SHOP}\n[state]\nbackend = "s3"\nbucket = "b"\nkey = "shop"\nregion = "us-east-1"\n`;

/** Ports whose `.helix` still holds a state, while `[state]` names a bucket. */
function portsWithLeftState(): InMemoryPorts {
  const ports = shopPorts({ 'helix.toml': ON_S3 });
  const local = new InMemoryStateBackend();
  const left = { ...STATE, resources: { 'cluster.web': sampleRecord('cluster.web') } };
  local.snapshot = { format: 1, journal: { token: 0, entries: 0 }, state: left };
  const inBucket = ports.stateBackend;
  return {
    ...ports,
    stateBackend: (where) =>
      where.state.backend === 's3'
        ? inBucket(where)
        : Promise.resolve({
            place: '.helix/state',
            store: () => new InMemoryStateStore(local, { clock: ports.clock }),
            listWorkspaces: () => Promise.resolve(['default']),
          }),
  };
}

describe('the store of a project', () => {
  it('reads null where nothing is recorded', async () => {
    const ports = shopPorts();
    expect(await (await openStore(ports, await loadShop(ports))).read()).toBeNull();
  });

  it('refuses the state of another project', async () => {
    const ports = shopPorts();
    storeState(ports, { ...STATE, project: 'bakery' });
    const store = await openStore(ports, await loadShop(ports));
    await expect(store.read()).rejects.toMatchObject({
      kind: 'refused',
      message: 'the state found here is that of project bakery, not of shop',
    });
  });

  it('refuses a state that was moved', async () => {
    const ports = shopPorts();
    const moved = { to: 's3://b/shop', by: 'ada', at: '2026-11-20T12:00:00Z' };
    storeState(ports, { ...STATE, moved });
    const store = await openStore(ports, await loadShop(ports));
    await expect(store.read()).rejects.toThrow('the state was moved to s3://b/shop by ada');
  });

  it('refuses to begin anew while `.helix` still holds the state', async () => {
    const ports = portsWithLeftState();
    const store = await openStore(ports, await loadShop(ports));
    await expect(store.read()).rejects.toMatchObject({
      kind: 'refused',
      message: 'nothing is recorded in memory, but .helix/state holds a state',
    });
  });

  it('ignores what `.helix` holds once a state is recorded where `[state]` says', async () => {
    const ports = portsWithLeftState();
    storeState(ports, STATE);
    const store = await openStore(ports, await loadShop(ports));
    expect((await store.read())?.lineage).toBe('l');
  });
});
