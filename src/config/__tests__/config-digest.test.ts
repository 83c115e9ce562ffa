import type { Config } from '../config';
import { configDigest } from '../config-digest';
import { readConfig } from '../read-config';

function configOf(text: string, lock?: string): Config {
  const { config, problems } = readConfig(
    {
      helixToml: { file: 'helix.toml', text },
      ...(lock === undefined ? {} : { lock: { file: 'helix.lock.json', text: lock } }),
    },
    { environment: null, helixCloudUrl: null },
  );
  if (config === null) throw new Error(JSON.stringify(problems));
  return config;
}

const TEXT = `[project]
name = "shop"
[cloud.a.helix]
cluster_id = "x"
region = "us-east-1"
env_vars = { LEVEL = "info", API_TOKEN = "hunter2" }
`;

test('the digest leaves out comments, the order of keys, and places', () => {
  const other = `# Moved about
[cloud.a.helix]
region = "us-east-1" # here
env_vars.API_TOKEN = "hunter2"
env_vars.LEVEL = "info"
cluster_id = 'x'

[project]
name = 'shop'
queries = "./db/"
`;
  expect(configDigest(configOf(other))).toBe(configDigest(configOf(TEXT)));
});

test('the digest leaves out the order of the tables', () => {
  const tables = [
    '[cloud.a.helix]\ncluster_id = "x"\n',
    '[cloud.b.helix]\ncluster_id = "y"\n',
    '[cloud.c.ghcr]\nrepository_name = "acme/c"\n',
    '[project]\nname = "shop"\n',
  ];
  const digests = [tables, [...tables].reverse()].map((order) => configDigest(configOf(order.join(''))));
  expect(digests[1]).toBe(digests[0]);
});

test('the digest leaves out a renewed lock', () => {
  const lock = (fetchedAt: string): string =>
    JSON.stringify({
      format: 1,
      helixCloud: {
        endpoint: 'https://cloud.helix-db.com',
        fetchedAt,
        regions: [{ id: 'us-east-1', default: true, sizes: [] }],
      },
      choices: {},
    });
  const [old, renewed] = ['2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z'].map((at) =>
    configOf(TEXT, lock(at)),
  );
  expect(old && configDigest(old)).toBe(renewed && configDigest(renewed));
});

test.each([
  ['a secret', 'hunter2', 'hunter3'],
  ['a variable', 'info', 'debug'],
  ['a name', 'shop', 'store'],
])('the digest depends on %s', (_, from, to) => {
  expect(configDigest(configOf(TEXT.replace(from, to)))).not.toBe(configDigest(configOf(TEXT)));
});
