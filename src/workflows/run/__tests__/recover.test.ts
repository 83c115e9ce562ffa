import { emptyState } from '../../../state/empty-state';
import type { OpenEntry, State } from '../../../state/state';
import { storedState, storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { sampleRecord } from '../../../testing/sample-records';
import type { Address } from '../../../values/resource';
import { loadShop, shopPorts, withShop } from '../../__tests__/shop';
import { openEngines } from '../open-engines';
import { probeOpen, recover } from '../recover';

const INPUTS = { id: 'web' };
const ENTRY: OpenEntry = {
  id: '1-x',
  engine: 'helix-cloud',
  at: '2026-11-20T12:00:00Z',
  members: [
    {
      address: 'cluster.web',
      action: 'create',
      key: 'key-web',
      target: sampleRecord('cluster.web', { inputs: INPUTS }),
      prior: null,
      tombstone: null,
    },
  ],
};
const INTERRUPTED: State = {
  ...emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' }),
  open: [ENTRY],
};

/** Ports with an interrupted creation, which got as far as the cloud or did not. */
function interrupted({ isCreated }: { isCreated: boolean }): InMemoryPorts {
  const ports = shopPorts();
  storeState(ports, INTERRUPTED);
  const thing = {
    owner: 'l/default/cluster.web',
    inputs: INPUTS,
    status: 'ready',
    serial: 1,
    log: [],
  } as const;
  if (isCreated) ports.cloud.things.set('web', { ...thing, log: [] });
  return ports;
}

async function recoverShop(
  ports: InMemoryPorts,
  isUnwanted?: (address: Address) => boolean,
): Promise<readonly string[]> {
  return withShop(ports, async (session, reporter) => {
    await recover(ports, session, reporter, isUnwanted);
    return reporter.notes;
  });
}

describe('recovery of an interrupted run', () => {
  it('adopts a resource that was created', async () => {
    const ports = interrupted({ isCreated: true });
    const notes = await recoverShop(ports);
    expect(notes).toEqual(['Recovering an operation of an interrupted run']);
    expect(Object.keys(storedState(ports)?.resources ?? {})).toEqual(['cluster.web']);
    expect(storedState(ports)?.open).toEqual([]);
  });

  it('forgets a creation that did not happen, and does not repeat it', async () => {
    const ports = interrupted({ isCreated: false });
    await recoverShop(ports);
    expect(storedState(ports)).toMatchObject({ resources: {}, open: [] });
    expect(ports.script.log).toEqual(['probe cluster.web']);
  });

  it('repeats a creation that may still be on its way, where nobody will ask for it again', async () => {
    const ports = interrupted({ isCreated: false });
    const notes = await recoverShop(ports, (address) => address === 'cluster.web');
    expect(ports.script.log).toEqual(['probe cluster.web', 'create cluster.web']);
    expect(notes.at(-1)).toContain('cluster.web');
    expect(Object.keys(storedState(ports)?.resources ?? {})).toEqual(['cluster.web']);
  });

  it('fails, and keeps the operation open, when its outcome cannot be found out', async () => {
    const ports = interrupted({ isCreated: true });
    ports.script.unknown.add('cluster.web');
    await expect(recoverShop(ports)).rejects.toMatchObject({
      kind: 'failed',
      message: 'cannot tell what became of an interrupted operation: cluster.web does not answer',
    });
    expect(storedState(ports)?.open).toHaveLength(1);
  });

  it('says nothing where nothing is open', async () => {
    const ports = shopPorts();
    expect(await recoverShop(ports)).toEqual([]);
    expect(ports.script.log).toEqual([]);
  });
});

describe('looking at an interrupted run without the lock', () => {
  it('tells what became of it, and changes nothing', async () => {
    const ports = interrupted({ isCreated: true });
    const engine = openEngines(ports, await loadShop(ports), () => INTERRUPTED);
    const ends = await probeOpen(ports, { engine }, INTERRUPTED);
    expect(ends.map(({ id, members }) => [id, members[0]?.record?.address])).toEqual([
      ['1-x', 'cluster.web'],
    ]);
    expect(storedState(ports)).toEqual(INTERRUPTED);
  });
});
