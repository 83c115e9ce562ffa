import type { SecretDigests } from '../../src/values/secret-digests';
import type { JsonObject } from '../../src/values/json';
import { aws } from '../aws';
import { AWS_LOWERING } from '../aws/lowering';
import { lowerWith } from '../lower';
import type { Lowered } from '../lowered';

const RUN = { project: 'papertrail', workspace: 'default', op: 'op-1' };

/** The blocks of a machine that says as little as it can; `inputs` are what it says beside. */
export function loweredMachine(
  inputs: JsonObject = {},
  name = 'api',
  expiresAt: string | null = null,
  secretMarks: SecretDigests = {},
): Lowered {
  return lowerWith(
    AWS_LOWERING,
    aws.facts.lowering.revision,
    {
      address: `instance.${name}`,
      kind: 'instance',
      name,
      provider: 'aws',
      region: 'us-east-1',
      expiresAt,
      inputs: { ...SMALL, name: `helix-papertrail-${name}`, ...inputs },
      secretMarks,
    },
    RUN,
  );
}

export function loweredRegistry(inputs: JsonObject = {}, name = 'api'): Lowered {
  return lowerWith(
    AWS_LOWERING,
    aws.facts.lowering.revision,
    {
      address: `registry_repo.${name}`,
      kind: 'registry_repo',
      name,
      provider: 'aws',
      region: 'us-east-1',
      expiresAt: null,
      inputs: { name: 'papertrail', registry: null, region: 'us-east-1', auth: null, ...inputs },
    },
    RUN,
  );
}

const SMALL: JsonObject = {
  provider: 'aws',
  region: 'us-east-1',
  instance_type: 't3.small',
  arch: 'amd64',
  spot: false,
  disk: { type: 'gp3', size_gb: 20, attached: false },
  storage_gb: 20,
  gpu_count: 0,
  public_ip: true,
  image: 'ghcr.io/acme/api:1',
  ports: [],
  ssh_cidrs: [],
  ssh_key: null,
  subnet_id: null,
  env: {},
  secrets: {},
  expire_itself: false,
  health: null,
};
