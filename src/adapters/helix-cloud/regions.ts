import type { Lock, Region } from '../../config/lock/lock-file';
import type { Clock } from '../../ports/clock';
import type { LockPatch } from '../../ports/engine-verbs';
import { isCloudError } from './api/cloud-error';
import type { RegionList } from './api/client';

/** Regions in the words of the configuration. */
export function configuredRegions({ regions }: RegionList): readonly Region[] {
  return regions.map((region) => ({
    id: region.id,
    default: region.default,
    sizes: region.sizes.map((size) => ({
      id: size.id,
      vcpu: size.vcpu,
      memoryGb: size.memory_gb,
      usdPerHour: size.usd_per_hour,
      default: size.default,
    })),
  }));
}

/**
 * Reads the regions of the endpoint when none of it are pinned yet. Once pinned they change only by
 * `helix cloud regions --update`, so that a price moves in a plan because somebody asked, not because a day went by.
 */
export async function readMissingRegions(
  lock: Lock | null,
  endpoint: string,
  from: { readonly clock: Clock; readonly regions: (endpoint: string) => Promise<RegionList> },
): Promise<LockPatch | null> {
  if (lock?.helixCloud?.endpoint === endpoint) return null;
  const list = await from.regions(endpoint).catch((error: unknown) => {
    // Without an account nothing needs them; what does is told when it asks itself.
    if (isCloudError(error, 'auth')) return null;
    throw error;
  });
  if (list === null) return null;
  const regions = configuredRegions(list);
  return { helixCloud: { endpoint, fetchedAt: from.clock.now().toISOString(), regions } };
}
