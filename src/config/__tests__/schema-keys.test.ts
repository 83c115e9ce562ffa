import { stringify } from 'smol-toml';
import type { Problem } from '../../errors';
import type { Config } from '../config';
import { configDigest } from '../config-digest';
import { readConfig } from '../read-config';
import { schemaKeys } from '../validation/schema-keys';
import type { SchemaKey } from '../validation/schema-keys';

type Table = Record<string, unknown>;

const KEYS = schemaKeys();

/** The other keys that a key needs to have a meaning. */
const BESIDE: Readonly<Record<string, Table>> = {
  'local.*.image': { build_mode: undefined },
  'local.*.tag': { build_mode: undefined },
  'local.*.pull': { build_mode: undefined },
  'local.*.storage': { build_mode: undefined },
  'local.*.s3': { build_mode: undefined, storage: 's3' },
  'enterprise.*.database': { cluster_id: undefined },
  'deploy.*.provider': { region: undefined },
  'deploy.*.gpu_type': { gpu_count: 1 },
  'deploy.*.zone': { provider: 'google', region: 'us-central1' },
  'deploy.*.expire_itself': { ttl: '7d' },
  preview: {
    cloud: {
      base: { helix: { cluster_id: 'helix-base-1' } },
      web: { helix: { cluster_id: 'helix-web-1' } },
      dev: { helix: { cluster_id: 'helix-dev-1' } },
    },
  },
  'build.remotes': { builder: 'remote:example' },
  'build.remotes.*.cacert': { endpoint: 'tcp://127.0.0.1:1234' },
  'build.remotes.*.cert': { endpoint: 'tcp://127.0.0.1:1234', cacert: 'ca.pem', key: 'key.pem' },
  'build.remotes.*.key': { endpoint: 'tcp://127.0.0.1:1234', cacert: 'ca.pem', cert: 'cert.pem' },
  'build.cache.type': { bucket: 'b' },
  'build.cache.mode': { type: 'local' },
  'build.cache.ref': { type: 'registry' },
  'build.cache.bucket': { type: 's3' },
  'build.cache.region': { type: 's3', bucket: 'b' },
  'build.cache.prefix': { type: 's3', bucket: 'b' },
  'build.cache.endpoint_url': { type: 's3', bucket: 'b' },
  'build.cache.account': { type: 's3', bucket: 'b' },
  'build.cache.path': { type: 'local' },
  'state.bucket': { backend: 's3' },
  'state.key': { backend: 's3', bucket: 'b' },
  'state.region': { backend: 's3', bucket: 'b' },
  'state.endpoint_url': { backend: 's3', bucket: 'b' },
  'state.server_side_encryption': { backend: 's3', bucket: 'b' },
  'state.kms_key_id': { backend: 's3', bucket: 'b' },
  'state.provider': { backend: 's3', bucket: 'b' },
  'state.url': { backend: 'postgres' },
  'state.schema': { backend: 'postgres', url: 'env:STATE_URL' },
  'state.backend': { bucket: 'b' },
};

/** An app of which nothing is to be said. */
const FLY = {
  vm_size: 'shared-cpu-4x',
  volume: 'helix_example_data:/data',
  volume_initial_size: 20,
  auth_type: 'Cli',
  region: 'iad',
  env_vars: { HELIX_API_KEY: 'env:HELIX_API_KEY' },
};

/** Valid tables for which the schema has no example, or one of which more is to be said. */
const BASE: Readonly<Record<string, Table>> = {
  'cloud.*.fly': FLY,
  'cloud.*.FlyIo': FLY,
  'deploy.*': { provider: 'aws', region: 'us-east-1' },
  'build.remotes.*': { endpoint: 'tcp://127.0.0.1:1234' },
};

const BLUEPRINT = `
[blueprint]
name = "example"
[blueprint.resources]
min_cpu = 2
recommended_cpu = 4
[blueprint.environments.staging]
min_cpu = 3
recommended_cpu = 3
[blueprint.environments.production]
min_cpu = 8
recommended_cpu = 8
`;

/** Returns a valid document with the key: a project, a cluster, the tables around the key, and the key. */
function documentWith({ path }: SchemaKey, value: unknown): string {
  const document: Table = {
    project: { name: 'example' },
    cloud: { base: { helix: { cluster_id: 'helix-base-1' } } },
  };
  let table = document;
  path.forEach((segment, index) => {
    const key = segment === '*' ? 'example' : segment;
    const here = path.slice(0, index + 1).join('.');
    Object.assign(table, BESIDE[here]);
    if (index === path.length - 1) table[key] = value;
    else table = table[key] = { ...(table[key] as Table | undefined), ...exampleOf(here) };
  });
  return stringify(JSON.parse(JSON.stringify(document)) as Table);
}

function exampleOf(path: string): Table {
  const key = KEYS.find((candidate) => candidate.path.join('.') === path);
  return BASE[path] ?? (key?.examples[0] as Table | undefined) ?? {};
}

function read(text: string): { config: Config | null; problems: Problem[] } {
  return readConfig(
    { helixToml: { file: 'helix.toml', text }, blueprint: { file: 'Blueprint.toml', text: BLUEPRINT } },
    { environment: null, helixCloudUrl: null },
  );
}

function configWith(key: SchemaKey, value: unknown): Config {
  const text = documentWith(key, value);
  const { config, problems } = read(text);
  if (config === null) throw new Error(`${text}\n${JSON.stringify(problems)}`);
  return config;
}

function digestWith(key: SchemaKey, value: unknown): string {
  return configDigest(configWith(key, value));
}

const named = (keys: readonly SchemaKey[]): [string, SchemaKey][] =>
  keys.map((key) => [key.path.join('.'), key]);
const leaves = KEYS.filter(({ table, path }) => !table && path.at(-1) !== '*');
const changeable = leaves.filter(({ use, examples }) => use === 'used' && examples.length > 1);

test('every key that holds a value has examples', () => {
  expect(leaves.filter(({ examples }) => examples.length === 0)).toEqual([]);
  expect(leaves.length).toBeGreaterThan(150);
});

/** Whether a key is about the location of the state, about how images are built, or about a dashboard. */
const isBesidePlans = ({ path }: SchemaKey): boolean =>
  path[0] === 'state' || path[1] === 'dashboard_url' || (path[0] === 'build' && path[1] !== 'rebuild');

test.each(named(changeable.filter(isBesidePlans)))(
  '%s changes where the state is, how images are built or a page, and no plan',
  (_, key) => {
    const [one, two] = [configWith(key, key.examples[0]), configWith(key, key.examples[1])];
    expect([one.state, one.build, one.dashboardUrl]).not.toEqual([two.state, two.build, two.dashboardUrl]);
    expect(configDigest(one)).toBe(configDigest(two));
  },
);

test.each(named(changeable.filter((key) => !isBesidePlans(key))))(
  '%s changes what is configured',
  (_, key) => {
    expect(digestWith(key, key.examples[0])).not.toBe(digestWith(key, key.examples[1]));
  },
);

test('the only used keys that cannot change anything are those with one value', () => {
  const fixed = leaves.filter(({ use, examples }) => use === 'used' && examples.length === 1);
  expect(fixed.map(({ path }) => path.join('.'))).toEqual(['cloud.*.ecr.auth_type', 'cloud.*.Ecr.auth_type']);
});

test.each(named(leaves.filter(({ use }) => use !== 'used')))(
  '%s is listed, and changes nothing',
  (_, key) => {
    const text = documentWith(key, key.examples[0]);
    const line =
      text.split('\n').findLastIndex((written) => written.startsWith(`${key.path.at(-1) ?? ''} = `)) + 1;
    const found = read(text).problems.filter(({ place }) => place?.file === 'helix.toml');
    expect(found).toMatchObject([
      key.use === 'not-used'
        ? { severity: 'note', code: 'not-used' }
        : { severity: 'warning', code: 'not-enforced' },
    ]);
    if (line > 0) expect(found[0]?.place?.line).toBe(line);
    expect(digestWith(key, key.examples[0])).toBe(digestWith(key, key.examples[1]));
  },
);

test.each(named(KEYS))('%s of a wrong type is one problem, on its line', (_, key) => {
  const wrong = ['number', 'boolean'].includes(typeof key.examples[0]) ? 'wrong' : 4711;
  const text = documentWith(key, wrong);
  const { config, problems } = read(text);
  const line = text.split('\n').findIndex((written) => /4711|"wrong"/.test(written)) + 1;
  const found = problems.filter(({ place }) => place?.file === 'helix.toml');
  expect(config).toBeNull();
  expect(found).toMatchObject([{ severity: 'error', place: { line } }]);
});
