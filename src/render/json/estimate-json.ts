import type { EstimateLine, Estimated } from '../../machines/estimate';
import { toCents, withCents } from '../../pricing/amounts';
import { unpricedParts } from '../../pricing/plan-cost';
import type { Json, JsonObject } from '../../values/json';
import { componentJson, planCostJson } from './cost-json';

/** Renders an estimate for other programs; money has the names of Infracost's JSON 0.2, as decimal text, null where unknown. */
export function estimateJson({ lines, unavailable, spec, seconds, cost, ...about }: Estimated): JsonObject {
  return {
    currency: 'USD',
    duration_seconds: seconds,
    asked: spec && {
      cpu: spec.cpu,
      memory_gb: spec.memoryGb,
      storage_gb: spec.storageGb,
      arch: spec.arch,
      gpu_count: spec.gpuCount,
      gpu_type: spec.gpuType,
      spot: spec.spot,
      public_ip: spec.publicIp,
      burstable: spec.burstable,
    },
    estimates: lines.map(lineJson),
    unavailable: unavailable.map((one) => ({ ...one })),
    cost: cost && planCostJson(cost),
    prices: about.priceDates.map(({ source, asOf }) => ({ source, as_of: asOf })),
    price_book: about.priceBooks.map(({ provider, asOf, digest, origin }) => ({
      provider,
      as_of: asOf,
      digest,
      origin,
    })),
  };
}

function lineJson({
  address,
  provider,
  region,
  machine,
  size,
  rate,
  seconds,
  total,
  cheapest,
}: EstimateLine): Json {
  return {
    address,
    provider,
    region,
    priced_as: rate.pricedAs,
    vcpu: size?.vcpu ?? null,
    memory_gib: size?.memoryGib ?? null,
    machine: machine && {
      type: machine.name,
      vcpu: machine.vcpu,
      memory_gib: machine.memoryGib,
      arch: machine.arch,
      burstable: machine.burstable,
      gpu: machine.gpu && { ...machine.gpu },
    },
    hourlyCost: rate.hourly,
    monthlyCost: rate.monthly && withCents(rate.monthly),
    duration_seconds: seconds,
    duration_cost: total,
    spot_saving_monthly_cost: rate.spotSavingMonthly && toCents(rate.spotSavingMonthly),
    cheapest,
    unpriced_parts: unpricedParts(rate),
    costComponents: rate.parts.map(componentJson),
  };
}
