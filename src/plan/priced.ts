import type { PlanCost } from '../pricing/cost';
import type { changeCost } from '../pricing/change-cost';
import { planCost } from '../pricing/plan-cost';
import type { PricedResource } from '../pricing/plan-cost';
import type { Priceable, Rate, Rates } from '../pricing/rates';
import { clusterSize } from '../resources/cluster';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import type { Unpriced } from './decide';
import type { Situation } from './plan-context';
import type { Change } from './plan';

/** A change with what it costs. What is only read costs its owner, not this plan. */
export function priced(
  change: Unpriced,
  situation: Situation,
  rates: Rates,
  costOf: typeof changeCost,
): Change {
  if (change.action === 'read') return { ...change, cost: null };
  const { before, after } = ratesOf(change, situation.records.get(change.address), rates);
  return { ...change, cost: costOf(before, after, secondsToExpiry(change, situation.now)) };
}

/** What the whole workspace costs before and after; null when it has nothing in it. */
export function workspaceCost(
  changes: readonly Change[],
  situation: Situation,
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
      ...ratesOf(change, situation.records.get(change.address), rates),
    });
  }
  for (const record of situation.records.values()) {
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
    before: record === undefined ? null : rates(record),
    after: change.after === null ? null : rates(afterwards(change, change.after, record)),
  };
}

/** A size that is left to the cloud stays what it became, so it keeps its price. */
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
