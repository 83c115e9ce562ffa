import { emptyState } from '../../../state/empty-state';
import type { Observation } from '../../../state/observation';
import type { State } from '../../../state/state';
import { storedState, storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { sized } from '../../project/project';
import { shopPorts, withShop } from '../../__tests__/shop';
import { commitObservations } from '../commit-observations';
import { planOf } from '../plan-of';

const NOW = '2026-11-20T12:00:00.000Z';
const STATE: State = {
  ...emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: NOW }),
  resources: { 'cluster.old': sampleRecord('cluster.old') },
};

async function commit(
  ports: InMemoryPorts,
  observations: ReadonlyMap<Address, Observation>,
): Promise<{ state: State | null; notes: readonly string[] }> {
  return withShop(ports, async ({ project: loaded, lease }, reporter) => {
    const project = sized(loaded, { choices: new Map(), books: new Map() });
    const recorded = lease.state();
    const plan = planOf(ports, project, recorded, { mode: 'apply', targets: [], observations, now: NOW });
    const state = await commitObservations(ports, lease, project, { plan, observations }, reporter);
    return { state, notes: reporter.notes };
  });
}

describe('the state that operations start from', () => {
  it('is a first one, with a lineage of its own, where nothing was ever created', async () => {
    const ports = shopPorts();
    const { state } = await commit(ports, new Map());
    expect(state).toMatchObject({ project: 'shop', workspace: 'default', resources: {}, serial: 1 });
    expect(storedState(ports)?.lineage).toBe(state?.lineage);
  });

  it('is null, and nothing is written, where nothing will be created either', async () => {
    const ports = shopPorts({
      'helix.toml': '[project]\nname = "shop"\n\n[enterprise.x]\ndatabase = "cluster:c"\n',
    });
    expect((await commit(ports, new Map())).state).toBeNull();
    expect(storedState(ports)).toBeNull();
  });

  it('is the recorded one, not written again, where nothing differs', async () => {
    const ports = shopPorts();
    storeState(ports, STATE);
    await commit(ports, new Map());
    expect(storedState(ports)).toEqual(STATE);
  });

  it('loses resources that are gone', async () => {
    const ports = shopPorts();
    storeState(ports, STATE);
    await commit(ports, new Map([['cluster.old', { state: 'gone' }]]));
    expect(storedState(ports)?.resources).toEqual({});
  });

  it("names a resource that is somebody else's now, and releases it", async () => {
    const ports = shopPorts();
    storeState(ports, STATE);
    const { notes } = await commit(ports, new Map([['cluster.old', { state: 'foreign', owner: 'bob' }]]));
    expect(notes).toEqual(['cluster.old belongs to bob now: it is left alone, and no longer on record.']);
    expect(storedState(ports)?.resources).toEqual({});
  });
});
