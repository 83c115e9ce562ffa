import { parse } from 'yaml';
import type { ContainerInputs } from '../../../resources/container';
import type { ImageInputs } from '../../../resources/image/image';
import { renderCompose } from '../compose-text';

const PREBUILT: ContainerInputs = {
  type: 'container',
  container: 'helix-shop-dev',
  runtime: 'docker',
  port: 6969,
  bind: '127.0.0.1',
  cpus: 1.5,
  memoryGb: 0.5,
  volume: null,
  dataFolder: null,
  image: 'ghcr.io/helixdb/helixdb:v0.0.11',
  envVars: { TOKEN: 'env:SHOP_TOKEN', KEY: 'file:KEY', OLD: 'secret:1234abcd', PRICE: 'literal:$5' },
  database: { type: 'prebuilt', storage: 'disk', s3: null },
};
const PULLED: ImageInputs = {
  type: 'pulled',
  reference: 'ghcr.io/helixdb/helixdb:v0.0.11',
  policy: 'missing',
  runtime: 'docker',
};
const BUILT: ContainerInputs = {
  ...PREBUILT,
  image: `sha256:${'1c9f0b2a77d1'.padEnd(64, '0')}`,
  database: { type: 'built', dbConfig: {} },
};

const render = (inputs: ContainerInputs, image: ImageInputs = PULLED) =>
  renderCompose({ project: 'shop', instance: 'dev', inputs, image });

test('a prebuilt database is written with the names, the port and the data that Helix gives it', () => {
  expect(parse(render(PREBUILT))).toEqual({
    name: 'helix-shop-dev',
    services: {
      app: {
        image: 'ghcr.io/helixdb/helixdb:v0.0.11',
        container_name: 'helix-shop-dev',
        restart: 'unless-stopped',
        ports: ['127.0.0.1:6969:8080'],
        environment: {
          TOKEN: '${SHOP_TOKEN}',
          KEY: '${KEY}',
          OLD: '${OLD}',
          PRICE: '$$5',
          HELIX_PROJECT: 'shop',
          HELIX_INSTANCE: 'dev',
          HELIX_DATA_DIR: '/var/lib/helix',
        },
        volumes: ['helix-shop-dev-data:/var/lib/helix'],
        cpus: 1.5,
        mem_limit: '512m',
        networks: ['helix-shop-dev-net'],
      },
    },
    networks: { 'helix-shop-dev-net': { name: 'helix-shop-dev-net' } },
    volumes: { 'helix-shop-dev-data': { name: 'helix-shop-dev-data' } },
  });
});

test('an image of a Dockerfile can be built by Compose, and data of HelixDB 2.x stays in its folder', () => {
  const image: ImageInputs = {
    type: 'built',
    from: {
      type: 'dockerfile',
      directory: 'services/api',
      dockerfile: 'docker/api.Dockerfile',
      context: 'digest',
      target: 'run',
      buildArgs: { V: 'literal:2' },
      platforms: [],
      runtime: 'docker',
      revision: 0,
    },
    destination: { type: 'engine', repository: 'helix-shop-dev' },
    digest: BUILT.image ?? '',
  };
  expect(parse(render({ ...BUILT, dataFolder: '.helix/.volumes/dev' }, image))).toMatchObject({
    services: {
      app: {
        image: 'helix-shop-dev:1c9f0b2a77d1',
        build: {
          context: './services/api',
          dockerfile: '../../docker/api.Dockerfile',
          target: 'run',
          args: { V: '2' },
        },
        volumes: ['./.helix/.volumes/dev:/data'],
      },
    },
  });
});

test('the credentials of a bucket are those of the host', () => {
  const s3 = { bucket: 'orders', prefix: 'db/', region: 'eu-west-1', endpointUrl: null, allowHttp: false };
  const text = render({ ...PREBUILT, database: { type: 'prebuilt', storage: 's3', s3 } });
  expect(text).toContain('AWS_SECRET_ACCESS_KEY:\n');
  expect(parse(text)).toMatchObject({ services: { app: { environment: { AWS_SECRET_ACCESS_KEY: null } } } });
});
