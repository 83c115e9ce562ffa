import { emptyState } from '../../state/empty-state';
import { storeState } from '../../testing/in-memory-ports';
import { sampleRecord } from '../../testing/sample-records';
import { deleteInstance } from '../delete';
import { REQUEST, shopPorts } from './shop';

const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: '2026-11-20T12:00:00Z' });
const FILE = '/project/helix.toml';

function recordedShop() {
  const ports = shopPorts();
  storeState(ports, { ...STATE, resources: { 'cluster.web': sampleRecord('cluster.web') } });
  return ports;
}

describe('deleting an instance', () => {
  it('destroys it, and then removes its table alone from the file', async () => {
    const ports = recordedShop();
    let atDestroy: unknown;
    const destroy = () => {
      atDestroy = ports.files.files.get(FILE);
      return Promise.resolve(true);
    };
    expect(await deleteInstance(ports, { ...REQUEST, name: 'web' }, destroy)).toBe('helix.toml');
    expect(atDestroy).toContain('[cloud.web.helix]');
    expect(ports.files.files.get(FILE)).not.toContain('web');
    expect(ports.files.files.get(FILE)).toContain('[cloud.api.helix]');
  });

  it('that could not be destroyed leaves the file alone', async () => {
    const ports = recordedShop();
    const before = ports.files.files.get(FILE);
    const destroy = () => Promise.resolve(false);
    expect(await deleteInstance(ports, { ...REQUEST, name: 'web' }, destroy)).toBeNull();
    expect(ports.files.files.get(FILE)).toBe(before);
  });

  it('that was never created destroys nothing', async () => {
    const destroy = () => Promise.reject(new Error('nothing is there to destroy'));
    expect(await deleteInstance(recordedShop(), { ...REQUEST, name: 'api' }, destroy)).toBe('helix.toml');
  });

  it('that is not declared is not found', async () => {
    const destroy = () => Promise.resolve(true);
    await expect(deleteInstance(recordedShop(), { ...REQUEST, name: 'x' }, destroy)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
