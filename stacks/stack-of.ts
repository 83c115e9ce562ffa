import type { ResourceRecord } from '../src/state/state';
import type { StackRef } from './lowered';

/** The stack of a resource. Throws for a resource without a region, which has no place yet. */
export function stackOf({
  address,
  kind,
  provider,
  region,
}: Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'region'>): StackRef {
  if (region === null) throw new Error(`${address} has no region`);
  return { provider, region, layer: kind === 'registry_repo' ? 'registry' : 'compute' };
}
