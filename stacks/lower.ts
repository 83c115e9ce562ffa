import { HelixError } from '../src/errors';
import type { ResourceRecord } from '../src/state/state';
import { LOWERING } from '../src/values/lowering';
import { machine } from './aws/machine';
import { ecrRepository } from './aws/registry';
import type { Lowered } from './lowered';

/** What of a record its blocks are made of. */
export type Lowerable = Pick<
  ResourceRecord,
  'address' | 'kind' | 'name' | 'provider' | 'region' | 'inputs' | 'expiresAt'
>;

/**
 * A resource as Terraform's blocks, by cdktf's typed constructs: loading this file loads cdktf.
 * Throws HelixError `config` for inputs that cannot become a machine.
 */
export function lower(
  resource: Lowerable,
  { project, workspace, op }: { readonly project: string; readonly workspace: string; readonly op: string },
): Lowered {
  const { address, expiresAt } = resource;
  return {
    revision: LOWERING,
    helixAddress: address,
    ...made(resource, { project, workspace }),
    op,
    expiresAt,
  };
}

function made(resource: Lowerable, run: { readonly project: string; readonly workspace: string }) {
  const { address, kind, name, provider, region, inputs, expiresAt } = resource;
  const owner = { ...run, address };
  if (provider === 'aws' && region !== null) {
    if (kind === 'instance') return machine(owner, { name, region, inputs, expires: expiresAt !== null });
    const repository = inputs['name'];
    if (kind === 'registry_repo' && typeof repository === 'string')
      return ecrRepository(owner, { name, repository });
  }
  throw new HelixError('refused', `${address} (${provider}) cannot be made with Terraform by this version.`);
}
