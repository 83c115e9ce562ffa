import { emptyState } from '../../state/empty-state';
import type { State } from '../../state/state';
import { RecordingReporter, storedState, storeState } from '../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../testing/in-memory-ports';
import { sampleRecord, sampleTombstone } from '../../testing/sample-records';
import { renew } from '../renew';
import { REQUEST, SHOP, shopPorts } from './shop';

const NOW = '2026-11-20T12:00:00.000Z';
const DAY = 86_400;

function portsWith(change: Partial<State>, toml = SHOP): InMemoryPorts {
  const ports = shopPorts({ 'helix.toml': toml });
  const state = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: NOW });
  storeState(ports, { ...state, ...change });
  const owner = 'l/default/cluster.web';
  ports.cloud.things.set('web', { owner, inputs: { id: 'web' }, status: 'ready', serial: 1, log: [] });
  return ports;
}

function renewed(ports: InMemoryPorts, name: string, forSeconds: number | null = null) {
  return renew(ports, { ...REQUEST, name, forSeconds, reporter: new RecordingReporter(), lockTimeoutMs: 0 });
}

describe('renewing a resource', () => {
  const inputs = { id: 'web' };
  const living = { 'cluster.web': sampleRecord('cluster.web', { inputs, ttlSeconds: DAY }) };

  it('that lives lets it live for its whole TTL from now', async () => {
    const ports = portsWith({ resources: living });
    const expiresAt = '2026-11-21T12:00:00.000Z';
    expect(await renewed(ports, 'web')).toEqual({ type: 'extended', address: 'cluster.web', expiresAt });
    expect(storedState(ports)?.resources['cluster.web']).toMatchObject({ renewedAt: NOW, expiresAt });
  });

  it('for a time of its own needs no TTL', async () => {
    const ports = portsWith({ resources: { 'cluster.web': sampleRecord('cluster.web', { inputs }) } });
    expect(await renewed(ports, 'web', 3600)).toMatchObject({ expiresAt: '2026-11-20T13:00:00.000Z' });
  });

  it('without a TTL is refused, and recorded nowhere', async () => {
    const ports = portsWith({ resources: { 'cluster.web': sampleRecord('cluster.web') } });
    const before = storedState(ports);
    await expect(renewed(ports, 'web')).rejects.toMatchObject({ kind: 'config' });
    expect(storedState(ports)).toEqual(before);
  });

  it('for longer than the policy allows is refused with the longest time', async () => {
    const ports = portsWith({ resources: living }, `${SHOP}\n[policy]\nmax_ttl = "2d"\n`);
    await expect(renewed(ports, 'web', 3 * DAY)).rejects.toMatchObject({
      kind: 'refused',
      problems: [{ message: '3d is longer than `max_ttl`, 2d', hint: 'At most `--for 2d`.' }],
    });
  });

  it('that expired and is down leaves the creation to the next apply', async () => {
    const ports = portsWith({ tombstones: { 'cluster.web': sampleTombstone('cluster.web') } });
    expect(await renewed(ports, 'web', 3600)).toEqual({ type: 'lifted', address: 'cluster.web' });
    expect(storedState(ports)).toMatchObject({
      resources: {},
      tombstones: { 'cluster.web': { lifted: { at: NOW, forSeconds: 3600 } } },
    });
  });

  it('that nobody declared is not found', async () => {
    await expect(renewed(portsWith({}), 'wbe')).rejects.toMatchObject({ kind: 'not-found' });
  });
});
