import { readConfig } from '../../read-config';
import { addTable } from '../edit';
import { scaffold } from '../scaffold';

const first = {
  path: ['cloud', 'production', 'helix'],
  comment: 'A cluster of Helix Cloud.',
  table: { cluster_id: 'helix-production-7f3a', region: 'us-east-1', build_mode: 'release' },
};
const PLAIN = { schema: './helix.schema.json', project: 'papertrail', endpoint: null, first: null };

describe('scaffold', () => {
  it('writes the schema for editors, the project, and a first cluster', () => {
    expect(scaffold({ ...PLAIN, project: 'paper "trail"', first })).toBe(
      `#:schema ./helix.schema.json

[project]
name = "paper \\"trail\\""
queries = "db"

# A cluster of Helix Cloud.
[cloud.production.helix]
cluster_id = "helix-production-7f3a"
region = "us-east-1"
build_mode = "release"
`,
    );
  });

  it('writes a file that Helix reads without problems', () => {
    const file = { file: 'helix.toml', text: scaffold({ ...PLAIN, endpoint: 'embedded', first }) };
    const { config, problems } = readConfig({ helixToml: file }, { environment: null, helixCloudUrl: null });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ project: { name: 'papertrail' }, helixCloud: { endpoint: 'embedded' } });
    expect(config?.instances).toMatchObject([{ kind: 'helix', clusterId: first.table.cluster_id }]);
  });

  it('explains the next step if nothing is declared, and can be extended', () => {
    const text = scaffold(PLAIN);
    expect(text).toContain('helix add NAME --cloud');
    const { text: added } = addTable({ file: 'helix.toml', text }, ['cloud', 'a', 'helix'], {
      cluster_id: 'x',
    });
    expect(added).toBe(`${text}\n[cloud.a.helix]\ncluster_id = "x"\n`);
  });
});
