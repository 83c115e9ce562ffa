import { contextOf } from './project-contents';
import { Instance, RegistryRepo } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DeployInstance, FlyInstance, LocalInstance } from '../config/config';
import { dataFolderOf, ownVolume } from '../resources/container';
import { encodeFlyRepository } from '../resources/fly-app';
import { encodeInstance } from '../resources/instance';
import { cloudAccess, USUAL_ACCESS } from '../resources/registry-access';
import type { TreeInput } from './tree-input';
import { encodeRegistryRepo } from '../resources/registry-repo';
import { builtImage, dockerfileImage, NO_CONTEXT, pulledImage } from './images';
import type { NamedImage } from './images';
import { dbConfigInputs, envInputs, loweringOf } from './inputs';
import { MACHINE_ENGINE } from './machine-engine';
import { cloudName } from './naming';

/** `[cloud.N.fly]`: the app, an image that is pushed to it, and what runs in it. */
export function flyInstance(project: HelixProject, instance: FlyInstance, input: TreeInput): Instance {
  const app = cloudName(instance.name, input);
  const { region, org, authType: auth, registry } = instance;
  const repository = new RegistryRepo(project, instance.name, {
    engine: 'fly',
    provider: 'fly',
    protect: instance.protect,
    source: instance.source,
    inputs: encodeFlyRepository({ name: app, org, registry, auth }),
  });
  const built = instance.image === null ? builtForFly(project, instance, input, { app, repository }) : null;
  const machine = new Instance(project, instance.name, {
    engine: 'fly',
    provider: 'fly',
    region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeInstance({
      type: 'fly-app',
      app,
      org,
      vmSize: instance.vmSize,
      volume: instance.volume,
      volumeInitialSizeGb: instance.volumeInitialSizeGb,
      private: instance.private,
      auth,
      region,
      image: built?.reference ?? instance.image,
      isBuilt: built !== null,
      port: instance.port,
      envVars: envInputs(instance.envVars),
      health: instance.health,
    }),
  });
  machine.node.addDependency(repository);
  if (built !== null) machine.node.addDependency(built.image);
  return machine;
}

function builtForFly(
  project: HelixProject,
  instance: FlyInstance,
  input: TreeInput,
  { app, repository }: { readonly app: string; readonly repository: RegistryRepo },
): NamedImage {
  const built = builtImage(project, instance, input, {
    // The whole name of the app is on record once it exists.
    destination: {
      type: 'registry',
      host: instance.registry,
      repository: app,
      access: cloudAccess('fly', 'global', null),
    },
    build: instance.build,
  });
  built.image.node.addDependency(repository);
  return built;
}

/** `[local.N]`: a container on this host, from an image that is built, or prebuilt and pulled. */
export function localInstance(project: HelixProject, instance: LocalInstance, input: TreeInput): Instance {
  const name = cloudName(instance.name, input);
  const { runtime } = instance;
  const { image, reference } =
    runtime.type === 'built'
      ? builtImage(project, { ...instance, buildMode: runtime.buildMode }, input, {
          destination: { type: 'engine', repository: name },
          scope: 'local',
          build: runtime.build,
        })
      : pulledImage(project, instance, {
          reference: `${runtime.image}:${runtime.tag}`,
          policy: runtime.pull,
          runtime: input.config.containerRuntime,
        });
  const container = new Instance(project, instance.name, {
    engine: 'docker',
    provider: 'docker',
    scope: 'local',
    protect: instance.protect,
    source: instance.source,
    inputs: encodeInstance({
      type: 'container',
      container: name,
      runtime: input.config.containerRuntime,
      port: instance.port,
      bind: instance.bind,
      cpus: instance.cpus,
      memoryGb: instance.memoryGb,
      volume: volumeOf(name, instance, input),
      dataFolder: input.contents.dataFolders.has(instance.name) ? dataFolderOf(instance.name) : null,
      image: reference,
      envVars: { ...fileVariables(input), ...envInputs(instance.envVars) },
      database:
        runtime.type === 'built'
          ? { type: 'built', dbConfig: dbConfigInputs(instance.db) }
          : { type: 'prebuilt', storage: runtime.storage, s3: runtime.s3 },
    }),
  });
  container.node.addDependency(image);
  return container;
}

/** References to the variables of the project's `.env` files, which every container gets. */
function fileVariables({ contents }: TreeInput): Readonly<Record<string, string>> {
  return Object.fromEntries(contents.envFileNames.map((name) => [name, `file:${name}`]));
}

/** The volume that already holds the data of an instance; null where it is the one of its container's name. */
function volumeOf(container: string, { name }: LocalInstance, { volumes }: TreeInput): string | null {
  const volume = volumes.get(name) ?? null;
  return volume === ownVolume(container) ? null : volume;
}

/** `[deploy.N]`: a machine in a cloud; without an `image` of its own also a repository and a built image. */
export function deployedInstance(
  project: HelixProject,
  instance: DeployInstance,
  input: TreeInput,
): Instance {
  const name = cloudName(instance.name, input);
  const choice = input.choices.get(instance.name) ?? null;
  // `auto` is a place only once it was chosen.
  const { provider, region } = choice ?? instance;
  const built =
    instance.image === null ? builtForDeploy(project, instance, input, { name, provider, region }) : null;
  const machine = new Instance(project, instance.name, {
    engine: MACHINE_ENGINE,
    provider,
    region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeInstance({
      type: 'machine',
      name,
      provider,
      ...(instance.account !== undefined && { account: instance.account }),
      region,
      lowering: loweringOf(provider),
      instanceType: choice?.type ?? null,
      disk: choice?.disk ?? null,
      ownDiskGb: choice?.ownDiskGb ?? null,
      cpu: instance.cpu,
      memoryGb: instance.memoryGb,
      storageGb: instance.storageGb,
      gpuCount: instance.gpuCount,
      gpuType: instance.gpuType,
      arch: instance.arch,
      profile: instance.profile,
      spot: instance.spot,
      publicIp: instance.publicIp,
      bandwidthTier: instance.bandwidthTier,
      image: built?.reference ?? instance.image,
      registry: instance.registryUrl,
      ports: instance.ports,
      sshCidrs: instance.sshCidrs,
      sshKey: instance.sshKey,
      subnetId: instance.subnetId,
      ...(instance.zone !== undefined && { zone: instance.zone }),
      env: envInputs(instance.env),
      secrets: instance.secrets,
      expireItself: instance.expireItself,
      health: instance.health,
      tags: instance.tags,
    }),
  });
  if (built !== null) machine.node.addDependency(built.image);
  return machine;
}

function builtForDeploy(
  project: HelixProject,
  instance: DeployInstance,
  input: TreeInput,
  { name, provider, region }: { name: string; provider: string; region: string | null },
): NamedImage {
  const repo = new RegistryRepo(project, instance.name, {
    engine: MACHINE_ENGINE,
    provider,
    region,
    source: instance.source,
    inputs: encodeRegistryRepo({
      name,
      lowering: loweringOf(provider),
      registry: instance.registryUrl,
      ...(instance.account !== undefined && { account: instance.account }),
      region,
      auth: null,
      tags: instance.tags,
    }),
  });
  const built = dockerfileImage(project, instance, input, {
    destination: {
      type: 'registry',
      host: instance.registryUrl,
      repository: name,
      access: region === null ? USUAL_ACCESS : cloudAccess(provider, region, instance.account ?? null),
    },
    build: instance.build,
    context: contextOf(input.contents, instance.name) ?? NO_CONTEXT,
  });
  built.image.node.addDependency(repo);
  return built;
}
