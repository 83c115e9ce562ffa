import { Image, Instance, RegistryRepo } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DeployInstance, FlyInstance, LocalInstance } from '../config/config';
import type { JsonObject } from '../values/json';
import { machineInputs } from '../resources/instance';
import type { TreeInput } from './tree-input';
import { builtImage, dockerfileImage } from './images';
import { dbConfigInputs, envInputs, loweringInput } from './inputs';
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
    inputs: {
      app,
      vm_size: instance.vmSize,
      volume: instance.volume,
      volume_initial_size: instance.volumeInitialSizeGb,
      private: instance.private,
      auth: instance.authType,
      region: instance.region,
      image: digestInput(image),
    },
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
          inputs: { pull: `${instance.runtime.image}:${instance.runtime.tag}` },
        });
  const container = new Instance(project, instance.name, {
    engine: 'docker',
    provider: 'docker',
    scope: 'local',
    protect: instance.protect,
    source: instance.source,
    inputs: {
      container: name,
      runtime: input.config.containerRuntime,
      port: instance.port,
      image: instance.runtime.type === 'built' ? digestInput(image) : (image.props.inputs['pull'] ?? null),
      ...(instance.runtime.type === 'built'
        ? { db_config: dbConfigInputs(instance.db) }
        : { storage: instance.runtime.storage, s3: s3Inputs(instance.runtime.s3) }),
    },
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
    inputs: {
      name,
      provider,
      region,
      ...loweringInput(provider),
      ...machineInputs(choice),
      cpu: instance.cpu,
      memory_gb: instance.memoryGb,
      storage_gb: instance.storageGb,
      gpu_count: instance.gpuCount,
      gpu_type: instance.gpuType,
      arch: instance.arch,
      profile: instance.profile,
      spot: instance.spot,
      public_ip: instance.publicIp,
      bandwidth_tier: instance.bandwidthTier,
      image: built === null ? instance.image : digestInput(built),
      ports: instance.ports,
      ssh_cidrs: instance.sshCidrs,
      ssh_key: instance.sshKey,
      subnet_id: instance.subnetId,
      env: envInputs(instance.env),
      secrets: instance.secrets,
      expire_itself: instance.expireItself,
      health: healthInputs(instance),
    },
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
    ...{ provider, region },
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

function s3Inputs(s3: Extract<LocalInstance['runtime'], { type: 'prebuilt' }>['s3']): JsonObject | null {
  if (s3 === null) return null;
  return {
    bucket: s3.bucket,
    prefix: s3.prefix,
    region: s3.region,
    endpoint_url: s3.endpointUrl,
    allow_http: s3.allowHttp,
  };
}

function healthInputs({ health }: DeployInstance): JsonObject | null {
  if (health === null) return null;
  return {
    endpoint: health.endpoint,
    port: health.port,
    interval_seconds: health.intervalSeconds,
    timeout_seconds: health.timeoutSeconds,
    unhealthy_threshold: health.unhealthyThreshold,
  };
}
