import type { ContainerCreateOptions } from 'dockerode';
import { join } from 'node:path';
import { dataVolume, ownNetwork } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { containerForm, hostCredentials, imageReference } from '../../resources/container-form';
import type { ContainerForm } from '../../resources/container-form';
import { resolvedEnvVars } from '../../resources/env-values';
import type { EnvSources } from '../../resources/env-values';
import type { Owner } from '../../resources/owner';
import { digestOfText } from '../../values/digest';
import type { SecretDigests } from '../../values/secret-digests';
import { CONFIG_LABEL, FOLDER_LABEL, OPERATION_LABEL, ownerLabels } from './labels';

/** The names of what belongs to one container. */
export interface ContainerNames {
  readonly container: string;
  /** The container's former self, until a replacement runs. */
  readonly former: string;
  /** The container that gives its data to another user, and ends. */
  readonly helper: string;
  readonly network: string;
  /** null: its data lives elsewhere. */
  readonly volume: string | null;
}

export function namesOf(inputs: ContainerInputs): ContainerNames {
  const { container } = inputs;
  return {
    container,
    former: `${container}-former`,
    helper: helperOf(container),
    network: ownNetwork(container),
    volume: dataVolume(inputs),
  };
}

/** Returns the name of the container that gives the data of another one to another user. */
export function helperOf(container: string): string {
  return `${container}-owner`;
}

/** The facts about a container that its inputs do not hold. */
export interface ContainerSurroundings {
  readonly project: string;
  readonly owner: Owner;
  /** The instance's name: `dev`. */
  readonly instance: string;
  /** The key of the operation that makes it. */
  readonly key: string;
  /** The folder of the project on this host. */
  readonly folder: string;
  /** The variables that name the proxies of this host. */
  readonly proxies: Readonly<Record<string, string>>;
  /** The values of its variables, and the credentials of this host. */
  readonly sources: EnvSources;
  /** The digests of the secrets that it is given. */
  readonly secretDigests: SecretDigests;
}

/** Returns the request that creates a container. Its labels hold no value of a secret. */
export function containerSpec(
  inputs: ContainerInputs,
  { project, owner, instance, key, folder, sources, proxies, secretDigests }: ContainerSurroundings,
): ContainerCreateOptions {
  const { container, network } = namesOf(inputs);
  const form = containerForm(inputs, { project, instance });
  const port = `${form.port}/tcp`;
  const settings = {
    Image: imageReference(inputs),
    ExposedPorts: { [port]: {} },
    HostConfig: {
      NetworkMode: network,
      PortBindings: { [port]: [{ HostIp: inputs.bind, HostPort: `${inputs.port}` }] },
      RestartPolicy: { Name: 'unless-stopped' },
      Mounts: mountsOf(inputs, form, folder),
      ...limitsOf(inputs),
    },
  };
  const env = {
    ...proxies,
    ...credentialsOf(inputs, sources),
    ...resolvedEnvVars(inputs.envVars, sources, owner.address),
    ...form.variables,
  };
  // The proxies of this host are left out: another one makes no new container.
  const asked = [settings, form.variables, inputs.envVars, secretDigests];
  return {
    name: container,
    ...settings,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: {
      ...ownerLabels(project, owner),
      [FOLDER_LABEL]: folder,
      [OPERATION_LABEL]: key,
      [CONFIG_LABEL]: digestOfText(JSON.stringify(asked)),
    },
  };
}

function mountsOf(inputs: ContainerInputs, { dataFolder: target }: ContainerForm, folder: string): Mounts {
  if (target === null) return [];
  const volume = dataVolume(inputs);
  if (volume !== null) return [{ Type: 'volume', Source: volume, Target: target }];
  return inputs.dataFolder === null
    ? []
    : [{ Type: 'bind', Source: join(folder, inputs.dataFolder), Target: target }];
}

type Mounts = NonNullable<NonNullable<ContainerCreateOptions['HostConfig']>['Mounts']>;

function limitsOf({ cpus, memoryGb }: ContainerInputs): { NanoCpus?: number; Memory?: number } {
  return {
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(memoryGb === null ? {} : { Memory: Math.round(memoryGb * 1024 ** 3) }),
  };
}

/** The credentials for a bucket that are set where Helix runs. */
function credentialsOf(inputs: ContainerInputs, { variable }: EnvSources): Readonly<Record<string, string>> {
  return Object.fromEntries(
    hostCredentials(inputs).flatMap((name) => {
      const value = variable(name, 'environment') ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}
