import { times, toCents } from '../../pricing/amounts';
import type { MachineType, Offer, ProviderPrices } from '../../pricing/book/price-book';
import type { Json } from '../../values/json';

/** Renders the result of `helix prices show` for other programs. Money is decimal text, in USD. */
export function pricesJson(
  found: readonly {
    readonly type: MachineType;
    readonly prices: Pick<
      ProviderPrices,
      'provider' | 'asOf' | 'digest' | 'origin' | 'monthHours' | 'sources'
    >;
    readonly offers: readonly (Offer & { readonly region: string })[];
  }[],
): Json {
  return found.map(({ type, prices, offers }) => ({
    provider: prices.provider,
    type: type.name,
    vcpu: type.vcpu,
    memory_gib: type.memoryGib,
    arch: type.arch,
    burstable: type.burstable,
    gpu: type.gpu && { count: type.gpu.count, model: type.gpu.model, memory_gib: type.gpu.memoryGib },
    disk_gb: type.diskGb,
    regions: offers.map(({ region, onDemand, spot, asOf }) => ({
      region,
      hourly: onDemand,
      monthly: toCents(times(onDemand, prices.monthHours)),
      spot_hourly: spot,
      as_of: asOf,
    })),
    price_book: { as_of: prices.asOf, digest: prices.digest, origin: prices.origin, sources: prices.sources },
  }));
}
