import { shopPorts } from '../../__tests__/shop';
import { makeClusterId, resolveRegion } from '../new-cluster';
import { pinRegionsIfPossible } from '../pin-regions';
import { HelixError } from '../../../errors';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';

function portsOfUser(text: string): InMemoryPorts {
  return { ...shopPorts(), userConfig: () => Promise.resolve({ file: 'cloud.toml', text }) };
}

describe('a new cluster', () => {
  it('has an id of its name and a UUID', () => {
    expect(makeClusterId(shopPorts(), 'web')).toBe('helix-web-id-1');
  });

  it('is in the region that was asked for', async () => {
    expect(await resolveRegion(portsOfUser('[defaults]\nregion = "eu-west-1"\n'), 'us-west-2')).toBe(
      'us-west-2',
    );
  });

  it("is in the user's own default region otherwise, or in us-east-1", async () => {
    expect(await resolveRegion(portsOfUser('[defaults]\nregion = "eu-west-1"\n'), null)).toBe('eu-west-1');
    expect(await resolveRegion(shopPorts(), null)).toBe('us-east-1');
  });

  it('needs a cloud.toml without errors', async () => {
    await expect(resolveRegion(portsOfUser('[defaults]\nregion = 7\n'), null)).rejects.toMatchObject({
      kind: 'config',
      message: 'cloud.toml has errors',
    });
  });
});

describe('pinning the regions where the cloud answers', () => {
  it('writes the lock file and says so', async () => {
    const ports = shopPorts();
    const regions = () => Promise.resolve([{ id: 'us-east-1', default: true, sizes: [] }]);
    const answering = { ...ports, helixCloud: { ...ports.helixCloud, readRegions: regions } };
    const notes = await pinRegionsIfPossible(answering, '/project');
    expect(notes).toEqual(['Wrote helix.lock.json: regions, sizes and prices. Commit it.']);
    expect(JSON.parse(ports.files.files.get('/project/helix.lock.json') ?? '{}')).toMatchObject({
      helixCloud: { endpoint: 'https://cloud.helix-db.com', regions: [{ id: 'us-east-1' }] },
    });
  });

  it('only says what to do where the cloud cannot be asked', async () => {
    const ports = shopPorts();
    const regions = () => Promise.reject(new HelixError('auth', 'no key'));
    const silent = { ...ports, helixCloud: { ...ports.helixCloud, readRegions: regions } };
    const [note] = await pinRegionsIfPossible(silent, '/project');
    expect(note).toContain('`helix cloud regions --update`');
    expect(ports.files.files.has('/project/helix.lock.json')).toBe(false);
  });
});
