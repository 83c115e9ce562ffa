import { monthlyOf } from '../../pricing/amounts';
import { formatUsd, formatUsdRate } from '../../values/money';
import { textOf, toned } from '../lines';
import type { Style } from '../style';
import { tableLines } from './table';
import type { Cell } from './table';

/** A region of a cloud, with a machine and its price. */
export interface CloudRegionView {
  readonly provider: string;
  readonly region: string;
  readonly isDefault: boolean;
  readonly machine: string | null;
  readonly usdPerHour: string | null;
}

/** Renders the regions of clouds in the given order; the default of each is marked. */
export function renderCloudRegions(regions: readonly CloudRegionView[], style: Style): string {
  const rows = regions.map(({ provider, region, machine, usdPerHour, isDefault }): readonly Cell[] => [
    provider,
    toned('strong', region),
    machine ?? '-',
    usdPerHour === null ? '-' : formatUsdRate(usdPerHour),
    usdPerHour === null ? '-' : formatUsd(monthlyOf(usdPerHour)),
    isDefault ? 'default region' : '',
  ]);
  const head = ['PROVIDER', 'REGION', '2 VCPU, 4 GIB', 'PER HOUR', 'PER MONTH', ''];
  return textOf(tableLines(head, rows), style);
}
