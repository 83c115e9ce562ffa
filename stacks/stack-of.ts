import type { ResourceRecord } from '../src/state/state';
import type { StackRef } from './lowered';

/** The stack that a resource lies in. Throws for a resource without a region: it has no place yet. */
export function stackOf({
  address,
  kind,
  provider,
  region,
}: Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'region'>): StackRef {
  if (region === null) throw new Error(`${address} has no region`);
  return { provider, region, layer: kind === 'registry_repo' ? 'registry' : 'compute' };
}
