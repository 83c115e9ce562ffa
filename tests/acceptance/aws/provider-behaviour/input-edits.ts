import type { JsonObject } from '../../../../src/values/json';

/** One input of a resource before and after, under the name of the case that `editOf` takes it for. */
export interface InputEdit {
  readonly kind: 'instance' | 'registry_repo';
  /** `disk.size_gb smaller` */
  readonly case: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The names of the two subnets of the cloud in which the edits are tried. */
export interface Subnets {
  readonly one: string;
  readonly other: string;
}

const KEY = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} somebody`;

/** The digest of what an image is built from. */
const BUILT = `sha256:${'b'.repeat(64)}`;

/** An instance that says all that it can say. */
export const INSTANCE: JsonObject = {
  name: 'helix-papertrail-api',
  provider: 'aws',
  region: 'us-east-1',
  instance_type: 't3.medium',
  disk: { type: 'gp3', size_gb: 30, attached: false },
  cpu: 2,
  memory_gb: 4,
  storage_gb: 30,
  gpu_count: 0,
  gpu_type: null,
  arch: 'amd64',
  profile: 'recommended',
  spot: false,
  public_ip: true,
  bandwidth_tier: null,
  image: 'ghcr.io/acme/api:1.4.2',
  registry: null,
  ports: [8080],
  ssh_cidrs: ['203.0.113.7/32'],
  ssh_key: 'deploy-2025',
  subnet_id: null,
  env: { LOG_LEVEL: 'literal:info', TOKEN: 'env:TOKEN' },
  secrets: { API_TOKEN: 'env:API_TOKEN', DATABASE: 'ssm:/papertrail/database' },
  expire_itself: false,
  health: null,
  lowering: 1,
  tags: { team: 'search' },
};

export const REGISTRY_REPO: JsonObject = {
  name: 'papertrail',
  registry: null,
  region: 'us-east-1',
  auth: null,
  lowering: 1,
  tags: { team: 'search' },
};

const HEALTH = {
  endpoint: '/health',
  port: 8080,
  interval_seconds: 30,
  timeout_seconds: 5,
  unhealthy_threshold: 3,
};

/** Every input of both kinds, edited in each way that the cloud takes for another. */
export function inputEdits({ one, other }: Subnets): InputEdit[] {
  const instance = (name: string, after: JsonObject, before: JsonObject = {}): InputEdit => ({
    kind: 'instance',
    case: name,
    before: { ...INSTANCE, ...before },
    after: { ...INSTANCE, ...before, ...after },
  });
  const repo = (name: string, after: JsonObject): InputEdit => ({
    kind: 'registry_repo',
    case: name,
    before: REGISTRY_REPO,
    after: { ...REGISTRY_REPO, ...after },
  });
  const disk = (size_gb: number, type = 'gp3') => ({ disk: { type, size_gb, attached: false } });
  const env = (of: JsonObject) => ({ env: { ...(INSTANCE['env'] as JsonObject), ...of } });
  const secrets = (of: JsonObject) => ({ secrets: { ...(INSTANCE['secrets'] as JsonObject), ...of } });
  return [
    instance('name', { name: 'helix-papertrail-other' }),
    instance('instance_type', { instance_type: 't3.large' }),
    instance('instance_type spot', { instance_type: 't3.large' }, { spot: true }),
    instance('arch', { arch: 'arm64', instance_type: 't4g.medium' }),
    instance('disk.size_gb larger', disk(50)),
    instance('disk.size_gb smaller', disk(20)),
    instance('disk.type', disk(30, 'gp2')),
    instance('disk', disk(50), { disk: null }),
    instance('cpu', { cpu: 1 }),
    instance('memory_gb', { memory_gb: 2 }),
    instance('storage_gb', { storage_gb: 25 }),
    instance('gpu_count', { gpu_count: 1 }),
    instance('gpu_type', { gpu_type: 'nvidia-t4' }),
    instance('profile', { profile: 'min' }),
    instance('spot on', { spot: true }),
    instance('spot off', { spot: false }, { spot: true }),
    instance('public_ip', { public_ip: false }),
    instance('bandwidth_tier', { bandwidth_tier: 'premium' }),
    instance('image', { image: 'ghcr.io/acme/api:1.4.3' }),
    instance('registry', { registry: 'mirror.example.com' }, { image: BUILT }),
    instance('ports', { ports: [8080, 9615] }),
    instance('ssh_cidrs', { ssh_cidrs: ['203.0.113.0/24'] }),
    instance('ssh_key', { ssh_key: 'deploy-2026' }),
    instance('ssh_key', { ssh_key: KEY('C') }, { ssh_key: KEY('B') }),
    instance('ssh_key removed', { ssh_key: null }),
    instance('ssh_key', { ssh_key: 'deploy-2025' }, { ssh_key: null }),
    instance('subnet_id', { subnet_id: other }, { subnet_id: one }),
    instance('subnet_id', { subnet_id: other }),
    instance('subnet_id removed', { subnet_id: null }, { subnet_id: one }),
    instance('env', env({ LOG_LEVEL: 'literal:debug' })),
    instance('env', env({ MORE: 'literal:yes' })),
    instance('env reference', env({ TOKEN: 'env:TOKEN_2' })),
    instance('env', env({ TOKEN: 'literal:plain' })),
    instance('secrets', secrets({ DATABASE: 'ssm:/papertrail/other' })),
    instance('secrets', secrets({ MORE: 'env:MORE' })),
    instance('secrets reference', secrets({ API_TOKEN: 'env:API_TOKEN_2' })),
    instance('expire_itself', { expire_itself: true }),
    instance('health', { health: HEALTH }),
    instance('tags', { tags: { team: 'ads', owner: 'ada' } }),
    instance('tags', { tags: {} }),
    repo('tags', { tags: { team: 'ads' } }),
    repo('name', { name: 'papertrail-other' }),
    repo('auth', { auth: 'token' }),
    repo('registry', { registry: '123456789012.dkr.ecr.us-east-1.amazonaws.com' }),
  ];
}
