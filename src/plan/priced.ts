import type { PlanCost } from '../pricing/cost';
import type { changeCost } from '../pricing/change-cost';
import { planCost } from '../pricing/plan-cost';
import type { PricedResource } from '../pricing/plan-cost';
import type { Priceable, Rate, Rates } from '../pricing/rates';
import { clusterSize } from '../resources/cluster';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import type { Unpriced } from './decide';
import type { PlanContext } from './plan-context';
import type { Change } from './plan';

/** Returns a change with its cost. A read has none: the resource is paid for elsewhere. */
export function priced(
  change: Unpriced,
  context: PlanContext,
  rates: Rates,
  costOf: typeof changeCost,
): Change {
  if (change.action === 'read') return { ...change, cost: null };
  const { before, after } = ratesOf(change, context.records.get(change.address), rates);
  return { ...change, cost: costOf(before, after, secondsToExpiry(change, context.now)) };
}

/** Returns the cost of the whole workspace before and after; null if it is empty. */
export function workspaceCost(
  changes: readonly Change[],
  context: PlanContext,
  rates: Rates,
  basis: PlanCost['basis'],
): PlanCost | null {
  const resources: PricedResource[] = [];
  const changed = new Set<Address>();
  for (const change of changes) {
    if (change.action === 'read') continue;
    changed.add(change.address);
    resources.push({
      address: change.address,
      ...ratesOf(change, context.records.get(change.address), rates),
    });
  }
  for (const record of context.records.values()) {
    if (changed.has(record.address)) continue;
    const rate = rates(record);
    resources.push({ address: record.address, before: rate, after: rate });
  }
  return resources.length === 0 ? null : planCost(resources, basis);
}

function ratesOf(
  change: Unpriced | Change,
  record: ResourceRecord | undefined,
  rates: Rates,
): { before: Rate | null; after: Rate | null } {
  return {
    // A resource that is created again costs nothing now, although parts of it may be on record.
    before: record === undefined || change.action === 'create' ? null : rates(record),
    after: change.after === null ? null : rates(afterwards(change, change.after, record)),
  };
}

/** The resource after a change. A size that the cloud chose stays, and so does its price. */
function afterwards(
  change: Unpriced | Change,
  after: Priceable['inputs'],
  record?: ResourceRecord,
): Priceable {
  const { address, kind, provider, region } = change;
  const kept =
    kind === 'cluster' &&
    change.action === 'update' &&
    record !== undefined &&
    clusterSize(address, record.inputs) === clusterSize(address, after);
  return {
    address,
    kind,
    provider,
    region,
    inputs: after,
    outputs: kept ? record.outputs : {},
  };
}

function secondsToExpiry(change: Unpriced, now: string): number | null {
  switch (change.action) {
    case 'create':
    case 'replace':
      return change.ttlSeconds;
    case 'update':
      return change.expiresAt === null ? null : (Date.parse(change.expiresAt) - Date.parse(now)) / 1000;
    case 'delete':
    case 'read':
      return null;
  }
}
