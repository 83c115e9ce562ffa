import type { ContainerCreateOptions } from 'dockerode';
import { dataVolume } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { resolvedEnvVars } from '../../resources/env-values';
import type { EnvSources } from '../../resources/env-values';
import type { Owner } from '../../resources/owner';
import { digestOfText } from '../../values/digest';
import type { SecretDigests } from '../../values/secret-digests';
import { CONFIG_LABEL, OPERATION_LABEL, ownerLabels } from './labels';

/** The port on which a prebuilt database answers in its container, and the folder that it keeps its data in. */
const PREBUILT_PORT = 8080;
const PREBUILT_DATA = '/var/lib/helix';

/** The credentials of S3: a container gets those that are set where Helix runs. */
const S3_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** The names of what belongs to one container. */
export interface ContainerNames {
  readonly container: string;
  /** The container's former self, until a replacement runs. */
  readonly former: string;
  readonly network: string;
  /** null: its data lives elsewhere. */
  readonly volume: string | null;
}

export function namesOf(inputs: ContainerInputs): ContainerNames {
  const { container } = inputs;
  return {
    container,
    former: `${container}-former`,
    network: `${container}-net`,
    volume: dataVolume(inputs),
  };
}

/** The facts about a container that its inputs do not hold. */
export interface ContainerSurroundings {
  readonly project: string;
  readonly owner: Owner;
  /** The instance's name: `dev`. */
  readonly instance: string;
  /** The key of the operation that makes it. */
  readonly key: string;
  /** The values of its variables, and the credentials of this host. */
  readonly sources: EnvSources;
  /** The digests of the secrets that it is given. */
  readonly secretDigests: SecretDigests;
}

/** Returns the request that creates a container. Its labels hold no value of a secret. */
export function containerSpec(
  inputs: ContainerInputs,
  { project, owner, instance, key, sources, secretDigests }: ContainerSurroundings,
): ContainerCreateOptions {
  const { container, network, volume } = namesOf(inputs);
  const port = `${PREBUILT_PORT}/tcp`;
  const settings = {
    Image: inputs.image ?? '',
    ExposedPorts: { [port]: {} },
    HostConfig: {
      NetworkMode: network,
      PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: `${inputs.port}` }] },
      RestartPolicy: { Name: 'unless-stopped' },
      Mounts: volume === null ? [] : [{ Type: 'volume' as const, Source: volume, Target: PREBUILT_DATA }],
    },
  };
  const ours = { HELIX_PROJECT: project, HELIX_INSTANCE: instance, ...storageEnv(inputs) };
  const env = {
    ...credentialsOf(inputs, sources),
    ...resolvedEnvVars(inputs.envVars, sources, owner.address),
    ...ours,
  };
  const asked = [settings, ours, inputs.envVars, secretDigests];
  return {
    name: container,
    ...settings,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: {
      ...ownerLabels(project, owner),
      [OPERATION_LABEL]: key,
      [CONFIG_LABEL]: digestOfText(JSON.stringify(asked)),
    },
  };
}

/** The credentials for a bucket that are set where Helix runs. */
function credentialsOf(
  { database }: ContainerInputs,
  { variable }: EnvSources,
): Readonly<Record<string, string>> {
  if (database.type === 'built' || database.s3 === null) return {};
  return Object.fromEntries(
    S3_CREDENTIALS.flatMap((name) => {
      const value = variable(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

function storageEnv({ database }: ContainerInputs): Readonly<Record<string, string>> {
  if (database.type === 'built' || database.storage === 'disk') return { HELIX_DATA_DIR: PREBUILT_DATA };
  const { s3 } = database;
  if (s3 === null) return {};
  return {
    S3_BUCKET: s3.bucket,
    S3_REGION: s3.region,
    DB_PATH: s3.prefix,
    ...(s3.endpointUrl === null ? {} : { AWS_ENDPOINT: s3.endpointUrl }),
    ...(s3.allowHttp ? { AWS_ALLOW_HTTP: 'true' } : {}),
  };
}
