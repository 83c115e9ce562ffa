import type { changeCost } from '../pricing/change-cost';
import type { Rates } from '../pricing/rates';
import type { Change, KeptResource } from './plan';
import type { PlanContext } from './plan-context';

/** Returns the recorded resources that no change is about, with their cost: together they cost what the workspace does. */
export function keptResources(
  changes: readonly Pick<Change, 'address' | 'action'>[],
  { records, desired, now }: PlanContext,
  rates: Rates,
  costOf: typeof changeCost,
): KeptResource[] {
  const changed = new Set(changes.map(({ address }) => address));
  const kept: KeptResource[] = [];
  for (const record of records.values()) {
    if (changed.has(record.address)) continue;
    const { address, kind, name, engine, provider, region, dependsOn, ttlSeconds, expiresAt } = record;
    const rate = rates(record);
    const left = expiresAt === null ? null : Math.max(0, (Date.parse(expiresAt) - Date.parse(now)) / 1000);
    // Field by field: there may be 100,000 of these.
    kept.push({
      address,
      kind,
      name,
      engine,
      provider,
      region,
      dependsOn,
      ttlSeconds,
      expiresAt,
      source: desired.get(address)?.source ?? null,
      action: 'no-op',
      before: record.inputs,
      after: record.inputs,
      protect: record.protect,
      cost: costOf(rate, rate, left),
    });
  }
  return kept;
}
