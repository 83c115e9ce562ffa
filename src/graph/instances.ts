import { Image, Instance, RegistryRepo } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DeployInstance, FlyInstance, LocalInstance } from '../config/config';
import { encodeInstance } from '../resources/instance';
import type { TreeInput } from './tree-input';
import { builtImage, dockerfileImage } from './images';
import { dbConfigInputs, envInputs, loweringInput, loweringOf } from './inputs';
import { cloudName } from './naming';

/** `[cloud.N.fly]`: an image, and a Fly app that runs it. */
export function flyInstance(project: HelixProject, instance: FlyInstance, input: TreeInput): Instance {
  const app = cloudName(input.config.project.name, instance.name, input.workspace);
  const image = builtImage(project, instance, input, { repository: `registry.fly.io/${app}` });
  const machine = new Instance(project, instance.name, {
    engine: 'fly',
    provider: 'fly',
    region: instance.region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeInstance({
      type: 'fly-app',
      app,
      vmSize: instance.vmSize,
      volume: instance.volume,
      volumeInitialSizeGb: instance.volumeInitialSizeGb,
      private: instance.private,
      auth: instance.authType,
      region: instance.region,
      image: digestInput(image),
    }),
  });
  machine.node.addDependency(image);
  return machine;
}

/** `[local.N]`: a container on this host, from an image that is built, or prebuilt and pulled. */
export function localInstance(project: HelixProject, instance: LocalInstance, input: TreeInput): Instance {
  const name = cloudName(input.config.project.name, instance.name, input.workspace);
  const image =
    instance.runtime.type === 'built'
      ? builtImage(project, { ...instance, buildMode: instance.runtime.buildMode }, input, {
          repository: name,
          scope: 'local',
        })
      : new Image(project, instance.name, {
          engine: 'docker',
          provider: 'docker',
          scope: 'local',
          source: instance.source,
          inputs: { pull: pulledImage(instance.runtime) },
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
      image: instance.runtime.type === 'built' ? digestInput(image) : pulledImage(instance.runtime),
      database:
        instance.runtime.type === 'built'
          ? { type: 'built', dbConfig: dbConfigInputs(instance.db) }
          : { type: 'prebuilt', storage: instance.runtime.storage, s3: instance.runtime.s3 },
    }),
  });
  container.node.addDependency(image);
  return container;
}

/** `[deploy.N]`: a machine in a cloud; without an `image` of its own also a repository and a built image. */
export function deployedInstance(
  project: HelixProject,
  instance: DeployInstance,
  input: TreeInput,
): Instance {
  const name = cloudName(input.config.project.name, instance.name, input.workspace);
  const choice = input.choices.get(instance.name) ?? null;
  // `auto` is a place only once it was chosen.
  const { provider, region } = choice ?? instance;
  const built =
    instance.image === null ? builtForDeploy(project, instance, input, { name, provider, region }) : null;
  const machine = new Instance(project, instance.name, {
    engine: 'terraform',
    provider,
    region,
    protect: instance.protect,
    source: instance.source,
    inputs: encodeInstance({
      type: 'machine',
      name,
      provider,
      region,
      lowering: loweringOf(provider),
      instanceType: choice?.type ?? null,
      disk: choice?.disk ?? null,
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
      image: built === null ? instance.image : digestInput(built),
      ports: instance.ports,
      sshCidrs: instance.sshCidrs,
      sshKey: instance.sshKey,
      subnetId: instance.subnetId,
      env: envInputs(instance.env),
      secrets: instance.secrets,
      expireItself: instance.expireItself,
      health: instance.health,
    }),
  });
  if (built !== null) machine.node.addDependency(built);
  return machine;
}

function builtForDeploy(
  project: HelixProject,
  instance: DeployInstance,
  input: TreeInput,
  { name, provider, region }: { name: string; provider: string; region: string | null },
): Image {
  const repo = new RegistryRepo(project, instance.name, {
    engine: 'terraform',
    provider,
    region,
    source: instance.source,
    inputs: { name, ...loweringInput(provider), registry: null, region, auth: null },
  });
  const image = dockerfileImage(project, instance, input, { repository: name });
  image.node.addDependency(repo);
  return image;
}

function digestInput(image: Image): string | null {
  const digest = image.props.inputs['digest'];
  return typeof digest === 'string' ? digest : null;
}

function pulledImage({ image, tag }: Extract<LocalInstance['runtime'], { type: 'prebuilt' }>): string {
  return `${image}:${tag}`;
}
