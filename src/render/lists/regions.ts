import type { Region, Size } from '../../config/lock/lock-file';
import { monthlyOf } from '../../pricing/amounts';
import { formatUsd, formatUsdRate } from '../../values/money';
import { textOf, toned } from '../lines';
import type { Style } from '../style';
import { tableLines } from './table';
import type { Cell } from './table';

/** Renders the regions of a Helix Cloud with their sizes and prices; the defaults are marked. */
export function renderRegions(regions: readonly Region[], style: Style): string {
  if (regions.length === 0) return textOf([['There are no regions.']], style);
  const rows = regions.flatMap((region) =>
    region.sizes.map((size, index): readonly Cell[] => [
      index === 0 ? toned('strong', region.id) : '',
      ...sizeCells(size),
      defaultText(region, size, index),
    ]),
  );
  return textOf(tableLines(['REGION', 'SIZE', 'VCPU', 'MEMORY', 'PER HOUR', 'PER MONTH', ''], rows), style);
}

function sizeCells({ id, vcpu, memoryGb, usdPerHour }: Size): readonly Cell[] {
  return [id, String(vcpu), `${memoryGb} GB`, formatUsdRate(usdPerHour), formatUsd(monthlyOf(usdPerHour))];
}

function defaultText(region: Region, size: Size, index: number): string {
  const words = [region.default && index === 0 ? 'default region' : '', size.default ? 'default size' : ''];
  return words.filter((word) => word !== '').join(', ');
}
