import type { PricedProvider } from './price-book';

/**
 * Families whose CPUs are shared between customers or metered by credits, by the clouds' own descriptions. Machines of
 * them are chosen only where the spec allows it.
 */
const BURSTABLE: Readonly<Record<PricedProvider, RegExp>> = {
  // T instances run on CPU credits.
  aws: /^t\d/,
  // Shared-core machine types.
  google: /^(e2-(micro|small|medium)|f1-|g1-)/,
  // The B series runs on CPU credits.
  azure: /^Standard_B/,
  // Basic droplets have shared vCPUs.
  digitalocean: /^s-/,
  // Regular Cloud Compute has shared vCPUs.
  vultr: /^vc2-/,
  fly: /^shared-/,
};

/** Whether a type's CPU is shared or metered by credits. */
export function isBurstable(provider: PricedProvider, type: string): boolean {
  return BURSTABLE[provider].test(type);
}
