import type { JsonObject } from '../../../../src/values/json';
import type { InputEdit } from './observed';

/** The words of a cloud for inputs and their edits. */
export interface CloudWords {
  /** An instance that says all that it can say. */
  readonly instance: JsonObject;
  readonly repository: JsonObject;
  /** Another machine type that the same disk and image fit. */
  readonly type: string;
  /** A machine type of the other architecture. */
  readonly armType: string;
  /** Another type of disk that the machine takes. */
  readonly diskType: string;
  readonly subnets: Subnets;
  /** A reference to another secret in the cloud's own store. */
  readonly secret: string;
  /** The name of another key in the account; null where a cloud has no keys by name. */
  readonly keyName: string | null;
  /** The host of a registry of the cloud. */
  readonly registry: string;
}

/** The names of the two subnets of the cloud in which the edits are tried. */
export interface Subnets {
  readonly one: string;
  readonly other: string;
}

export const KEY = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} somebody`;

/** The digest of what an image is built from. */
const BUILT = `sha256:${'b'.repeat(64)}`;

/** The inputs of an instance that are the same in every cloud. */
export const SAMPLE_INSTANCE: JsonObject = {
  name: 'helix-papertrail-api',
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
  subnet_id: null,
  env: { LOG_LEVEL: 'literal:info', TOKEN: 'env:TOKEN' },
  expire_itself: false,
  health: null,
  lowering: 1,
  tags: { team: 'search' },
};

/** The inputs of a repository that are the same in every cloud. */
export const SAMPLE_REPOSITORY: JsonObject = {
  name: 'papertrail',
  registry: null,
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
export function inputEdits(words: CloudWords): InputEdit[] {
  const { instance: sample, repository, keyName } = words;
  const { one, other } = words.subnets;
  const sized = sample['disk'] as JsonObject;
  const instance = (name: string, after: JsonObject, before: JsonObject = {}): InputEdit => ({
    kind: 'instance',
    case: name,
    before: { ...sample, ...before },
    after: { ...sample, ...before, ...after },
  });
  const repo = (name: string, after: JsonObject): InputEdit => ({
    kind: 'registry_repo',
    case: name,
    before: repository,
    after: { ...repository, ...after },
  });
  const disk = (size_gb: number, type = sized['type'] ?? null) => ({
    disk: { ...sized, type, size_gb },
  });
  const env = (of: JsonObject) => ({ env: { ...(sample['env'] as JsonObject), ...of } });
  const secrets = (of: JsonObject) => ({ secrets: { ...(sample['secrets'] as JsonObject), ...of } });
  return [
    instance('name', { name: 'helix-papertrail-other' }),
    instance('instance_type', { instance_type: words.type }),
    instance('instance_type spot', { instance_type: words.type }, { spot: true }),
    instance('arch', { arch: 'arm64', instance_type: words.armType }),
    instance('disk.size_gb larger', disk(50)),
    instance('disk.size_gb smaller', disk(20)),
    instance('disk.type', { disk: { ...sized, type: words.diskType } }),
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
    ...(keyName === null ? [] : [instance('ssh_key', { ssh_key: keyName })]),
    instance('ssh_key', { ssh_key: KEY('C') }, { ssh_key: KEY('B') }),
    instance('ssh_key removed', { ssh_key: null }),
    instance('ssh_key', { ssh_key: keyName ?? KEY('C') }, { ssh_key: null }),
    instance('subnet_id', { subnet_id: other }, { subnet_id: one }),
    instance('subnet_id', { subnet_id: other }),
    instance('subnet_id removed', { subnet_id: null }, { subnet_id: one }),
    instance('env', env({ LOG_LEVEL: 'literal:debug' })),
    instance('env', env({ MORE: 'literal:yes' })),
    instance('env reference', env({ TOKEN: 'env:TOKEN_2' })),
    instance('env', env({ TOKEN: 'literal:plain' })),
    instance('secrets', secrets({ DATABASE: words.secret })),
    instance('secrets', secrets({ MORE: 'env:MORE' })),
    instance('secrets reference', secrets({ API_TOKEN: 'env:API_TOKEN_2' })),
    instance('expire_itself', { expire_itself: true }),
    instance('health', { health: HEALTH }),
    instance('tags', { tags: { team: 'ads', owner: 'ada' } }),
    instance('tags', { tags: {} }),
    repo('tags', { tags: { team: 'ads' } }),
    repo('name', { name: 'papertrail-other' }),
    repo('auth', { auth: 'token' }),
    repo('registry', { registry: words.registry }),
  ];
}
