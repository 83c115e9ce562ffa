import type { ContainerInputs } from '../../../resources/container';
import { containerSpec } from '../container-spec';
import { CONFIG_LABEL } from '../labels';

const inputs: ContainerInputs = {
  type: 'container',
  container: 'helix-shop-dev',
  runtime: 'docker',
  port: 6969,
  bind: '127.0.0.1',
  cpus: null,
  memoryGb: null,
  volume: null,
  dataFolder: null,
  image: 'web:1',
  envVars: {},
  database: { type: 'prebuilt', storage: 'disk', s3: null },
};
const s3: ContainerInputs = {
  ...inputs,
  database: {
    type: 'prebuilt',
    storage: 's3',
    s3: {
      bucket: 'orders',
      prefix: 'db/',
      region: 'eu-west-1',
      endpointUrl: 'http://minio:9000',
      allowHttp: true,
    },
  },
};
const VALUES: Record<string, string> = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'planted' };

function specOf(of: ContainerInputs, key = 'key-1', secretDigests = {}, proxies = {}) {
  return containerSpec(of, {
    project: 'shop',
    owner: { lineage: 'line', workspace: 'default', address: 'instance.dev' },
    instance: 'dev',
    key,
    folder: '/home/ada/shop',
    proxies,
    sources: { variable: (name) => VALUES[name], secretByFingerprint: () => 'by fingerprint' },
    secretDigests,
  });
}

test('a container is published on loopback alone, and keeps its data in a volume of its own', () => {
  expect(specOf(inputs)).toMatchObject({
    name: 'helix-shop-dev',
    Image: 'web:1',
    HostConfig: {
      PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '6969' }] },
      Mounts: [{ Type: 'volume', Source: 'helix-shop-dev-data', Target: '/var/lib/helix' }],
    },
  });
});

test('a container in memory has neither a volume nor a data directory', () => {
  const spec = specOf({ ...inputs, database: { type: 'prebuilt', storage: 'memory', s3: null } });
  expect(spec.HostConfig?.Mounts).toEqual([]);
  expect(spec.Env).toEqual(['HELIX_PROJECT=shop', 'HELIX_INSTANCE=dev']);
});

test('a container on S3 gets the credentials that are set, and shows none of them in a label', () => {
  const { Env, Labels } = specOf(s3);
  expect(Env).toEqual([
    'AWS_ACCESS_KEY_ID=id',
    'AWS_SECRET_ACCESS_KEY=planted',
    'HELIX_PROJECT=shop',
    'HELIX_INSTANCE=dev',
    'S3_BUCKET=orders',
    'S3_REGION=eu-west-1',
    'DB_PATH=db/',
    'AWS_ENDPOINT=http://minio:9000',
    'AWS_ALLOW_HTTP=true',
  ]);
  expect(JSON.stringify(Labels)).not.toContain('planted');
});

test('the label of what was asked for differs with the inputs, and not with the operation', () => {
  const digest = (of: ContainerInputs, key?: string) => specOf(of, key).Labels?.[CONFIG_LABEL];
  expect(digest(inputs, 'key-2')).toBe(digest(inputs));
  expect(digest({ ...inputs, port: 7000 })).not.toBe(digest(inputs));
});

test('variables are handed over by value, and a new value changes the label without showing in it', () => {
  const withVariables: ContainerInputs = {
    ...inputs,
    envVars: { TOKEN: 'env:AWS_SECRET_ACCESS_KEY', LOG: 'literal:debug', KEY: 'secret:1234abcd' },
  };
  const { Env, Labels } = specOf(withVariables, 'key-1', { 'env_vars.TOKEN': 'aaaa' });
  expect(Env).toEqual(expect.arrayContaining(['TOKEN=planted', 'LOG=debug', 'KEY=by fingerprint']));
  expect(JSON.stringify(Labels)).not.toContain('planted');
  const later = specOf(withVariables, 'key-1', { 'env_vars.TOKEN': 'bbbb' });
  expect(later.Labels?.[CONFIG_LABEL]).not.toBe(Labels?.[CONFIG_LABEL]);
});

const built: ContainerInputs = {
  ...inputs,
  image: `sha256:${'1c9f0b2a77d1'.padEnd(64, '0')}`,
  database: { type: 'built', dbConfig: {} },
};

test('a built database answers on 6969, and keeps its data in /data', () => {
  const spec = specOf(built);
  expect(spec).toMatchObject({
    Image: 'helix-shop-dev:1c9f0b2a77d1',
    HostConfig: {
      PortBindings: { '6969/tcp': [{ HostIp: '127.0.0.1', HostPort: '6969' }] },
      Mounts: [{ Type: 'volume', Source: 'helix-shop-dev-data', Target: '/data' }],
    },
  });
  expect(spec.Env).toEqual([
    'HELIX_PROJECT=shop',
    'HELIX_INSTANCE=dev',
    'HELIX_PORT=6969',
    'HELIX_DATA_DIR=/data',
  ]);
});

test('the data that HelixDB 2.x left in a folder of the project stays there', () => {
  const { HostConfig } = specOf({ ...built, dataFolder: '.helix/.volumes/dev' });
  expect(HostConfig?.Mounts).toEqual([
    { Type: 'bind', Source: '/home/ada/shop/.helix/.volumes/dev', Target: '/data' },
  ]);
});

test('data that was put into a volume of another name stays there', () => {
  const { HostConfig } = specOf({ ...inputs, volume: 'helix-store-dev-data' });
  expect(HostConfig?.Mounts).toMatchObject([{ Source: 'helix-store-dev-data' }]);
});

test('a container is opened to the network, and limited, only where that is asked for', () => {
  const { HostConfig } = specOf({ ...inputs, bind: '0.0.0.0', cpus: 1.5, memoryGb: 0.5 });
  expect(HostConfig).toMatchObject({
    PortBindings: { '8080/tcp': [{ HostIp: '0.0.0.0' }] },
    NanoCpus: 1_500_000_000,
    Memory: 536_870_912,
  });
  expect(specOf(inputs).HostConfig).not.toHaveProperty('Memory');
});

test('a proxy reaches the container, and is left out of what was asked for', () => {
  const behind = specOf(inputs, 'key-1', {}, { HTTP_PROXY: 'http://ada:planted@proxy:3128' });
  expect(behind.Env).toContain('HTTP_PROXY=http://ada:planted@proxy:3128');
  expect(behind.Labels).toEqual(specOf(inputs).Labels);
});
