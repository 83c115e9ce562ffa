import type { JsonObject } from '../../../../src/values/json';
import { lowerWith } from '../../../lower';
import type { Lowered } from '../../../lowered';
import { azure } from '../..';
import { AZURE_LOWERING } from '..';

const RUN = { project: 'papertrail', workspace: 'default', op: 'op-1' };

/** The blocks of a machine that says as little as it can; `inputs` are what it says beside. */
export function loweredMachine(inputs: JsonObject = {}, expiresAt: string | null = null): Lowered {
  return lowerWith(
    AZURE_LOWERING,
    azure.facts.lowering.revision,
    {
      address: 'instance.api',
      kind: 'instance',
      name: 'api',
      provider: 'azure',
      region: 'westeurope',
      expiresAt,
      inputs: { ...SMALL, ...inputs },
    },
    RUN,
  );
}

export function loweredRegistry(inputs: JsonObject = {}): Lowered {
  return lowerWith(
    AZURE_LOWERING,
    azure.facts.lowering.revision,
    {
      address: 'registry_repo.api',
      kind: 'registry_repo',
      name: 'api',
      provider: 'azure',
      region: 'westeurope',
      expiresAt: null,
      inputs: { name: 'helix-papertrail-api', registry: null, region: 'westeurope', auth: null, ...inputs },
    },
    RUN,
  );
}

const SMALL: JsonObject = {
  name: 'helix-papertrail-api',
  provider: 'azure',
  region: 'westeurope',
  instance_type: 'Standard_B2s',
  arch: 'amd64',
  spot: false,
  disk: { type: 'StandardSSD_LRS', size_gb: 32, attached: false },
  storage_gb: 20,
  gpu_count: 0,
  public_ip: true,
  image: 'ghcr.io/acme/api:1',
  ports: [],
  ssh_cidrs: [],
  ssh_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada',
  subnet_id: null,
  env: {},
  secrets: {},
  expire_itself: false,
  health: null,
};
