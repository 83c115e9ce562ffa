import { emptyState } from '../../../state/empty-state';
import type { EngineSession } from '../../../ports/engine';
import type { State } from '../../../state/state';
import { InMemoryEngine } from '../../../testing/in-memory-engine';
import { RecordingReporter, storedState, storeState } from '../../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';
import { sampleBegin, sampleRecord } from '../../../testing/sample-records';
import { REQUEST, SHOP, shopPorts } from '../../__tests__/shop';
import { pushState } from '../push-state';
import { restoreState } from '../restore-state';
import { forgetRecord, moveRecord } from '../state-edits';
import { verify } from '../verify-state';
import { deleteWorkspace, listWorkspaces } from '../workspaces';

const EMPTY = emptyState({
  lineage: 'l',
  project: 'shop',
  workspace: 'default',
  at: '2026-11-20T12:00:00.000Z',
});
const WEB = sampleRecord('cluster.web', { inputs: { id: 'web' } });

function portsWith(change: Partial<State>): InMemoryPorts {
  const ports = shopPorts();
  storeState(ports, { ...EMPTY, ...change });
  const owner = 'l/default/cluster.web';
  ports.cloud.things.set('web', { owner, inputs: { id: 'web' }, status: 'ready', serial: 1, log: [] });
  // The scripted engine of these ports has no verbs.
  const load = (session: EngineSession) =>
    Promise.resolve(new InMemoryEngine('helix-cloud', ports.cloud, session));
  return { ...ports, engines: ports.engines.map((engine) => ({ ...engine, load })) };
}

const addressesIn = (ports: InMemoryPorts) => Object.keys(storedState(ports)?.resources ?? {});
const edit = () => ({ ...REQUEST, reporter: new RecordingReporter(), lockTimeoutMs: 0 });

describe('a record', () => {
  it('that is removed is forgotten, and its resource stays', async () => {
    const ports = portsWith({ resources: { 'cluster.web': WEB } });
    expect((await forgetRecord(ports, { ...edit(), name: 'web' })).address).toBe('cluster.web');
    expect([addressesIn(ports), ports.cloud.things.has('web')]).toEqual([[], true]);
    expect(storedState(ports)?.history?.[0]).toMatchObject({ operation: 'state rm cluster.web' });
  });

  it('that moves takes its owner in the cloud along', async () => {
    const ports = portsWith({ resources: { 'cluster.web': WEB } });
    const moved = await moveRecord(ports, { ...edit(), from: 'web', to: 'api' });
    expect(moved).toEqual({ from: 'cluster.web', to: 'cluster.api', declared: true });
    expect(addressesIn(ports)).toEqual(['cluster.api']);
    expect(ports.cloud.things.get('web')?.owner).toBe('l/default/cluster.api');
  });

  it('that moves where no table is says that none is declared', async () => {
    const ports = portsWith({ resources: { 'cluster.web': WEB } });
    expect(await moveRecord(ports, { ...edit(), from: 'web', to: 'shelf' })).toMatchObject({
      declared: false,
    });
  });

  it('is not moved onto another one, nor to an invalid name', async () => {
    const resources = {
      'cluster.web': WEB,
      'cluster.api': sampleRecord('cluster.api', { inputs: { id: 'api' } }),
    };
    const ports = portsWith({ resources });
    const move = (to: string) => moveRecord(ports, { ...edit(), from: 'web', to });
    await expect(move('api')).rejects.toMatchObject({ kind: 'config' });
    await expect(move('a b')).rejects.toMatchObject({ kind: 'usage' });
    expect(addressesIn(ports)).toEqual(['cluster.web', 'cluster.api']);
  });

  it('that nobody has is not found', async () => {
    await expect(forgetRecord(portsWith({}), { ...edit(), name: 'wbe' })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('a state that is pushed', () => {
  const push = (ports: InMemoryPorts, state: object, force = false) =>
    pushState(ports, { ...edit(), text: JSON.stringify(state), file: 'standard input', force });

  it('replaces the recorded one that it was made from', async () => {
    const ports = portsWith({ resources: { 'cluster.web': WEB } });
    const { state, kept } = await push(ports, { ...storedState(ports), resources: {} });
    expect([addressesIn(ports), kept]).toEqual([[], null]);
    expect(state.history?.[0]).toMatchObject({ operation: 'state push' });
  });

  it('of another lineage needs force, and the one before is kept in a file', async () => {
    const ports = portsWith({ resources: { 'cluster.web': WEB } });
    const other = { ...EMPTY, lineage: 'other' };
    await expect(push(ports, other)).rejects.toMatchObject({ kind: 'refused' });
    const { kept } = await push(ports, other, true);
    expect(storedState(ports)?.lineage).toBe('other');
    expect(kept).toMatch(/^\.helix\/backup\/default\.l\.\d+\.json$/);
  });

  it('of another project or workspace is refused', async () => {
    const ports = portsWith({});
    await expect(push(ports, { ...EMPTY, project: 'mill' })).rejects.toMatchObject({ kind: 'refused' });
    await expect(push(ports, { ...EMPTY, workspace: 'pr-7' })).rejects.toMatchObject({ kind: 'refused' });
  });
});

it('a state that nobody keeps cannot be restored, and nothing is written', async () => {
  const ports = portsWith({ resources: { 'cluster.web': WEB } });
  const before = storedState(ports);
  await expect(restoreState(ports, { ...edit(), serial: 99 })).rejects.toMatchObject({ kind: 'not-found' });
  expect(storedState(ports)).toEqual(before);
});

it('a state is verified, with each dependency that nothing has', async () => {
  const ports = portsWith({ resources: { 'cluster.web': WEB } });
  expect(await verify(ports, REQUEST, true)).toMatchObject([
    { workspace: 'default', place: 'memory', lineage: 'l', resources: 1, findings: [] },
  ]);
  const broken = portsWith({ resources: { 'cluster.web': { ...WEB, dependsOn: ['cluster.gone'] } } });
  expect(await verify(broken, REQUEST, false)).toMatchObject([
    { findings: [{ about: 'cluster.web', message: expect.stringContaining('cluster.gone') as string }] },
  ]);
});

describe('a workspace', () => {
  it('is listed with its state, and deleted when nothing is left in it', async () => {
    const ports = portsWith({});
    expect((await listWorkspaces(ports, REQUEST)).map(({ name }) => name)).toEqual(['default']);
    await deleteWorkspace(ports, edit());
    expect(storedState(ports)).toBeNull();
  });

  it('is not deleted while it has a resource, or an operation whose end is open', async () => {
    const { type: _, ...open } = sampleBegin('1-1', 'cluster.api');
    for (const change of [{ resources: { 'cluster.web': WEB } }, { open: [open] }]) {
      const ports = portsWith(change);
      await expect(deleteWorkspace(ports, edit())).rejects.toMatchObject({ kind: 'refused' });
      expect(storedState(ports)).not.toBeNull();
    }
  });

  it('that nobody has is not created by its deletion', async () => {
    const ports = shopPorts({ 'helix.toml': SHOP });
    await expect(deleteWorkspace(ports, edit())).rejects.toMatchObject({ kind: 'not-found' });
    expect([...ports.workspaces.keys()]).toEqual([]);
  });
});
