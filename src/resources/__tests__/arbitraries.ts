import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../values/json';
import type { AnonymousClusterInputs, EnterpriseClusterInputs, OwnClusterInputs } from '../cluster';
import type { ContainerInputs } from '../container';
import type { FlyAppInputs } from '../fly-app';
import type { ImageInputs } from '../image/image';
import type { ImageSource } from '../image/source';
import type { MachineInputs } from '../machine';
import type { RegistryRepoInputs } from '../registry-repo';

const loginSource = fc.oneof(
  fc.constant({ type: 'docker' as const }),
  fc.record({ type: fc.constant('table' as const), username: fc.string(), password: fc.string() }),
  fc.record({
    type: fc.constant('cloud' as const),
    cloud: fc.string(),
    region: fc.string(),
    account: fc.option(fc.string()),
  }),
  fc.record({ type: fc.constant('account' as const), account: fc.string() }),
);

export const text = fc.string();
export const textOrNull = fc.option(text);
export const textByName = fc.dictionary(text, text);
const figure = fc.double({ min: 0, max: 1e6, noNaN: true });
/** JSON as a text of it is read: without -0. */
export const json = fc.json().map((written) => JSON.parse(written) as Json);
export const jsonObject = fc.dictionary(text, json) as fc.Arbitrary<JsonObject>;

const machineWithoutZone = fc.record({
  type: fc.constant('machine' as const),
  name: text,
  provider: text,
  region: textOrNull,
  lowering: fc.option(fc.nat()),
  instanceType: textOrNull,
  disk: fc.option(fc.record({ type: text, sizeGb: figure, attached: fc.boolean() })),
  ownDiskGb: fc.option(figure),
  cpu: figure,
  memoryGb: figure,
  storageGb: figure,
  gpuCount: fc.nat(),
  gpuType: textOrNull,
  arch: fc.constantFrom('amd64', 'arm64'),
  profile: fc.constantFrom('min', 'recommended'),
  spot: fc.boolean(),
  publicIp: fc.boolean(),
  bandwidthTier: textOrNull,
  image: textOrNull,
  ports: fc.array(fc.nat()),
  sshCidrs: fc.array(text),
  sshKey: textOrNull,
  registry: textOrNull,
  subnetId: textOrNull,
  env: textByName,
  secrets: textByName,
  expireItself: fc.boolean(),
  health: fc.option(
    fc.record({
      endpoint: text,
      port: fc.nat(),
      intervalSeconds: fc.nat(),
      timeoutSeconds: fc.nat(),
      unhealthyThreshold: fc.nat(),
    }),
  ),
  tags: textByName,
});

export const machine: fc.Arbitrary<MachineInputs> = fc
  .tuple(machineWithoutZone, fc.option(text))
  .map(([inputs, zone]) => ({ ...inputs, ...(zone !== null && { zone }) }));

export const flyApp: fc.Arbitrary<FlyAppInputs> = fc.record({
  type: fc.constant('fly-app' as const),
  app: text,
  org: text,
  vmSize: text,
  volume: textOrNull,
  volumeInitialSizeGb: fc.option(figure),
  private: fc.boolean(),
  auth: fc.constantFrom('Cli', 'ApiKey'),
  region: textOrNull,
  image: textOrNull,
  isBuilt: fc.boolean(),
  port: figure,
  envVars: textByName,
  health: fc.record({
    path: textOrNull,
    intervalSeconds: figure,
    timeoutSeconds: figure,
    graceSeconds: figure,
  }),
});

const s3 = fc.record({
  bucket: text,
  prefix: text,
  region: text,
  endpointUrl: textOrNull,
  allowHttp: fc.boolean(),
});

export const container: fc.Arbitrary<ContainerInputs> = fc.record({
  type: fc.constant('container' as const),
  container: text,
  runtime: fc.constantFrom('docker', 'podman'),
  port: fc.nat(),
  bind: fc.constantFrom('127.0.0.1', '0.0.0.0'),
  cpus: fc.option(figure),
  memoryGb: fc.option(figure),
  volume: textOrNull,
  dataFolder: textOrNull,
  image: textOrNull,
  envVars: textByName,
  database: fc.oneof(
    fc.record({ type: fc.constant('built' as const), dbConfig: jsonObject }),
    fc.record({
      type: fc.constant('prebuilt' as const),
      storage: fc.constantFrom('memory', 'disk', 's3'),
      s3: fc.option(s3),
    }),
  ),
});

const buildMode = fc.constantFrom('dev' as const, 'release' as const);

export const ownCluster: fc.Arbitrary<OwnClusterInputs> = fc.record({
  type: fc.constant('own' as const),
  endpoint: text,
  clusterId: text,
  region: text,
  size: textOrNull,
  buildMode,
  dbConfig: jsonObject,
  envVars: textByName,
  queries: textByName,
});

export const anonymousCluster: fc.Arbitrary<AnonymousClusterInputs> = fc.record({
  type: fc.constant('anonymous' as const),
  endpoint: text,
  region: text,
  buildMode,
  dbConfig: jsonObject,
  image: text,
});

export const enterpriseCluster: fc.Arbitrary<EnterpriseClusterInputs> = fc.record({
  type: fc.constant('enterprise' as const),
  id: text,
});

export const registryRepo: fc.Arbitrary<RegistryRepoInputs> = fc.record({
  name: text,
  lowering: fc.option(fc.nat()),
  registry: textOrNull,
  region: textOrNull,
  auth: textOrNull,
  tags: textByName,
});

const platform = fc.constantFrom('linux/amd64', 'linux/arm64', 'linux/arm/v7');

const imageSource: fc.Arbitrary<ImageSource> = fc.oneof(
  fc.record({
    type: fc.constant('queries' as const),
    buildMode,
    dbConfig: jsonObject,
    queries: text,
    recipe: fc.record({ helixVersion: text, repository: text, buildBase: text, runtimeBase: text }),
    generator: fc.nat(),
    platforms: fc.array(platform, { minLength: 1 }),
    runtime: fc.constantFrom('docker' as const, 'podman' as const),
  }),
  fc.record({
    type: fc.constant('dockerfile' as const),
    directory: text,
    dockerfile: text,
    context: fc.oneof(text, textByName),
    target: textOrNull,
    buildArgs: textByName,
    platforms: fc.array(platform),
    runtime: fc.constantFrom('docker' as const, 'podman' as const),
    revision: fc.nat(),
  }),
);

export const image: fc.Arbitrary<ImageInputs> = fc.oneof(
  fc.record({
    type: fc.constant('built' as const),
    from: imageSource,
    destination: fc.oneof(
      fc.constant({ type: 'none' as const }),
      fc.record({ type: fc.constant('engine' as const), repository: text }),
      fc.record({
        type: fc.constant('registry' as const),
        host: textOrNull,
        repository: text,
        access: fc.record({ login: loginSource, insecure: fc.boolean(), pushTags: fc.array(text) }),
      }),
    ),
    digest: text,
  }),
  fc.record({
    type: fc.constant('pulled' as const),
    reference: text,
    policy: fc.constantFrom('always' as const, 'missing' as const, 'never' as const),
    runtime: fc.constantFrom('docker' as const, 'podman' as const),
  }),
);

/** Inputs as a state may hold them after somebody edited it: sound ones of which some keys were changed or removed. */
export function edited(sound: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(sound, fc.array(fc.tuple(fc.nat(), fc.option(json, { nil: undefined })), { maxLength: 4 }))
    .map(([inputs, edits]) => {
      const keys = Object.keys(inputs);
      const changed: Record<string, Json | undefined> = { ...inputs };
      for (const [n, value] of edits) changed[keys[n % keys.length] ?? 'other'] = value;
      return JSON.parse(JSON.stringify(changed)) as JsonObject;
    });
}
