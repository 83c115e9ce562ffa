import type { BuiltImageInputs } from '../resources/image/image';
import { USUAL_ACCESS } from '../resources/registry-access';
import type { MachineInputs } from '../resources/machine';

/** The inputs of a small machine on AWS that was chosen, with what a test cares about changed. */
export function sampleMachine(change: Partial<MachineInputs> = {}): MachineInputs {
  return {
    type: 'machine',
    name: 'helix-papertrail-api',
    provider: 'aws',
    region: 'us-east-1',
    lowering: 1,
    instanceType: 't3.small',
    disk: null,
    ownDiskGb: null,
    cpu: 2,
    memoryGb: 4,
    storageGb: 20,
    gpuCount: 0,
    gpuType: null,
    arch: 'amd64',
    profile: 'min',
    spot: false,
    publicIp: true,
    bandwidthTier: null,
    image: 'nginx:1',
    ports: [],
    sshCidrs: [],
    sshKey: null,
    registry: null,
    subnetId: null,
    env: {},
    secrets: {},
    expireItself: false,
    tags: {},
    health: null,
    ...change,
  };
}

/** The inputs of an image that is built from a Dockerfile and pushed, with what a test cares about changed. */
export function sampleBuiltImage(change: Partial<BuiltImageInputs> = {}): BuiltImageInputs {
  return {
    type: 'built',
    from: {
      type: 'dockerfile',
      directory: '.',
      dockerfile: 'Dockerfile',
      context: {},
      target: null,
      buildArgs: {},
      platforms: ['linux/amd64'],
      runtime: 'docker',
      revision: 0,
    },
    destination: { type: 'registry', host: null, repository: 'api', access: USUAL_ACCESS },
    digest: `sha256:${'0'.repeat(64)}`,
    ...change,
  };
}
