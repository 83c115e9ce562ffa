import { times } from '../../../pricing/amounts';
import type { Gpu, MachineType, Offer, ProviderPrices } from '../../../pricing/book/price-book';
import { ageText } from '../../../values/time/age';
import { formatUsd, formatUsdRate } from '../../../values/money';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** A type of a cloud with its offers, as `helix prices show` finds them. */
interface TypePrices {
  readonly type: MachineType;
  readonly prices: Pick<ProviderPrices, 'provider' | 'asOf' | 'origin' | 'monthHours' | 'sources'>;
  readonly offers: readonly (Offer & { readonly region: string })[];
}

/** Renders a machine type, its price in each region, and the source and age of the prices. `now` is RFC 3339. */
export function renderPrices(found: readonly TypePrices[], style: Style, now: string): string {
  return found.map((one) => textOf(typeLines(one, now), style)).join('\n');
}

/** Renders the written price books. */
export function renderUpdatedBooks(
  books: readonly { readonly file: string; readonly offers: number; readonly changed: number }[],
  style: Style,
): string {
  const lines = books.map(({ file, offers, changed }): Line => [
    `Wrote ${file}: ${offers} prices, ${changed} of them new or changed.`,
  ]);
  return textOf([...lines, ['Commit it: from now on every machine plans with these prices.']], style);
}

function typeLines({ type, prices, offers }: TypePrices, now: string): readonly Line[] {
  const [oldest = prices.asOf] = offers.map(({ asOf }) => asOf).sort();
  const rows = offers.map(({ region, onDemand, spot, asOf }): readonly Cell[] => [
    toned('strong', region),
    formatUsdRate(onDemand),
    formatUsd(times(onDemand, prices.monthHours)),
    spot === null ? '-' : formatUsdRate(spot),
    toned('quiet', asOf),
  ]);
  return [
    [toned('strong', `${prices.provider} ${type.name}`), `: ${sizeText(type)}`],
    ...tableLines(['REGION', 'PER HOUR', 'PER MONTH', 'SPOT', 'AS OF'], rows),
    [toned('quiet', `${ORIGINS[prices.origin]}; oldest price ${oldest} (${ageText(oldest, now)}). Sources:`)],
    ...prices.sources.map((source): Line => [toned('quiet', `  ${source}`)]),
  ];
}

const ORIGINS: Record<ProviderPrices['origin'], string> = {
  bundled: 'Price book that came with Helix',
  project: "The project's price book (helix.prices/)",
};

function sizeText({ vcpu, memoryGib, arch, gpu, diskGb, burstable }: MachineType): string {
  return [
    `${vcpu} vCPU`,
    `${memoryGib} GiB`,
    ...(gpu === null ? [] : [gpuText(gpu)]),
    ...(diskGb === null ? [] : [`${diskGb} GB disk`]),
    arch,
    ...(burstable ? ['burstable'] : []),
  ].join(', ');
}

function gpuText({ count, model, memoryGib }: Gpu): string {
  return `${count} x ${model} ${memoryGib} GiB`;
}
