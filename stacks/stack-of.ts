import { accountIn } from '../src/resources/account';
import type { ResourceRecord } from '../src/state/state';
import type { StackRef } from './lowered';

/** The stack of a resource. Throws for a resource without a region, which has no place yet. */
export function stackOf({
  address,
  kind,
  provider,
  region,
  inputs,
}: Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'region' | 'inputs'>): StackRef {
  if (region === null) throw new Error(`${address} has no region`);
  const account = accountIn(address, inputs);
  const layer = kind === 'registry_repo' ? 'registry' : 'compute';
  return { provider, ...(account !== undefined && { account }), region, layer };
}
