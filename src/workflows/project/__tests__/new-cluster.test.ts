import { shopPorts } from '../../__tests__/shop';
import { makeCluster } from '../new-cluster';
import type { WantedCluster } from '../new-cluster';
import { pinRegionsIfPossible } from '../pin-regions';
import { HelixError } from '../../../errors';
import type { InMemoryPorts } from '../../../testing/in-memory-ports';

function portsOfUser(text: string): InMemoryPorts {
  return { ...shopPorts(), userConfig: () => Promise.resolve({ file: 'cloud.toml', text }) };
}

const PLAIN: WantedCluster = { region: null, size: null, buildMode: null, ttlSeconds: null };

describe('a new cluster', () => {
  it('has an id of its name and a UUID, and is a release in us-east-1 unless something else is asked for', async () => {
    expect(await makeCluster(shopPorts(), 'web', PLAIN)).toEqual({
      clusterId: 'helix-web-id-1',
      table: { cluster_id: 'helix-web-id-1', region: 'us-east-1', build_mode: 'release' },
      notes: [],
    });
  });

  it('is what was asked for, whatever the defaults of the user', async () => {
    const ports = portsOfUser('[defaults]\nregion = "eu-west-1"\n');
    const wanted = { region: 'us-west-2', size: 'large', buildMode: 'dev', ttlSeconds: 90_000 } as const;
    const { table } = await makeCluster(ports, 'web', wanted);
    expect(table).toMatchObject({ region: 'us-west-2', size: 'large', build_mode: 'dev', ttl: '1d1h' });
  });

  it("is in the user's own default region otherwise", async () => {
    const { table } = await makeCluster(portsOfUser('[defaults]\nregion = "eu-west-1"\n'), 'web', PLAIN);
    expect(table['region']).toBe('eu-west-1');
  });

  it('does without a cloud.toml that has errors, and says so', async () => {
    const { table, notes } = await makeCluster(portsOfUser('[defaults]\nregion = 7\n'), 'web', PLAIN);
    expect(table['region']).toBe('us-east-1');
    expect(notes).toEqual([
      expect.stringMatching(
        /^Your defaults are not used: cloud.toml has errors \(cloud.toml:2:10: .*region.*\)\.$/,
      ),
    ]);
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
