import type { EstimateLine, Estimated } from '../../../machines/estimate';
import type { MachineSpec } from '../../../resources/instance';
import { unpricedParts } from '../../../pricing/plan-cost';
import { ageText } from '../../../values/time/age';
import { formatDuration } from '../../../values/time/duration';
import { formatUsd, formatUsdRate } from '../../../values/money';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { wrapped } from '../../text/columns';
import { costLines } from '../../text/cost-lines';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** Renders an estimate as text: one machine part by part, several as a table with the cheapest marked, or a project. */
export function renderEstimate(estimated: Estimated, style: Style): string {
  const { lines, spec, cost } = estimated;
  const [only] = lines;
  const body =
    spec !== null && lines.length === 1 && estimated.unavailable.length === 0 && only !== undefined
      ? machineLines(only)
      : comparisonLines(estimated);
  return textOf(
    [
      ...(spec === null ? [] : [[toned('quiet', askedText(spec))] as Line]),
      ...body,
      ...(cost === null ? [] : costLines(cost, style, 'total')),
      ...datesLines(estimated, style),
    ],
    style,
  );
}

function askedText({ cpu, memoryGb, storageGb, gpuCount, gpuType, arch, ...rest }: MachineSpec): string {
  const parts = [`${cpu} vCPU`, `${memoryGb} GiB`, `${storageGb} GB of disk`];
  if (gpuCount > 0) parts.push(`${gpuCount} x ${gpuType ?? 'any GPU'}`);
  parts.push(arch, rest.spot ? 'spot' : 'on demand');
  if (!rest.publicIp) parts.push('no public address');
  if (!rest.burstable) parts.push('a CPU of its own');
  return `Asked for: ${parts.join(', ')}.`;
}

function machineLines(line: EstimateLine): readonly Line[] {
  const { rate, seconds, total } = line;
  const parts = rate.parts.map(({ name, hourly, monthly }): readonly Cell[] => [
    name,
    hourly === null ? UNPRICED : formatUsdRate(hourly),
    monthly === null ? UNPRICED : formatUsd(monthly),
  ]);
  const sum: readonly Cell[] = [toned('strong', 'total'), ...amounts(line)];
  return [
    [toned('strong', placeText(line)), `: ${sizeText(line)}`],
    ...tableLines(['', 'PER HOUR', 'PER MONTH'], [...parts, sum]),
    ...(total === null || seconds === null ? [] : [[`For ${timeText(seconds)}: ${formatUsd(total)}.`]]),
    ...(rate.spotSavingMonthly === null
      ? []
      : [[`Spot saves ${formatUsd(rate.spotSavingMonthly)} a month.`]]),
  ];
}

function comparisonLines({ lines, unavailable, spec, seconds }: Estimated): readonly Line[] {
  const isProject = spec === null;
  const isTimed = lines.some(({ total }) => total !== null);
  const heading = [
    ...(isProject ? ['RESOURCE'] : []),
    'PROVIDER',
    'REGION',
    'TYPE',
    'VCPU',
    'MEMORY',
    'PER HOUR',
    'PER MONTH',
    ...(isTimed ? [seconds === null ? 'TO EXPIRY' : `FOR ${timeText(seconds)}`] : []),
    '',
  ];
  const rows = lines.map((line): readonly Cell[] => [
    ...(isProject ? [toned('strong', line.address ?? '')] : []),
    line.provider,
    line.region ?? '-',
    line.rate.pricedAs ?? '-',
    ...(line.size === null ? ['-', '-'] : [String(line.size.vcpu), `${line.size.memoryGib} GiB`]),
    ...amounts(line),
    ...(isTimed ? [totalCell(line, seconds)] : []),
    noteCell(line),
  ]);
  const missing = unavailable.flatMap(({ provider, region, message, hint }): readonly Line[] => [
    [toned('warning', `${provider} ${region ?? ''}: `), message],
    [`  ${hint}`],
  ]);
  if (lines.length === 0) return missing.length > 0 ? missing : [['There is nothing that costs anything.']];
  return [...tableLines(heading, rows), ...missing];
}

const UNPRICED = toned('warning', 'unpriced');

function amounts({ rate }: EstimateLine): readonly Cell[] {
  return [
    rate.hourly === null ? UNPRICED : formatUsdRate(rate.hourly),
    rate.monthly === null ? UNPRICED : formatUsd(rate.monthly),
  ];
}

/** A resource that expires earlier than the requested time costs only until then. */
function totalCell({ total, seconds }: EstimateLine, asked: number | null): Cell {
  if (total === null) return '-';
  const lives = asked === null || seconds === null || seconds === asked ? '' : ` in ${timeText(seconds)}`;
  return `${formatUsd(total)}${lives}`;
}

function noteCell({ rate, cheapest }: EstimateLine): Cell {
  const parts = unpricedParts(rate);
  if (parts.length > 0) return toned('warning', `without ${parts.join(', ')}`);
  return cheapest ? toned('add', '<- cheapest') : '';
}

function placeText({ provider, region, rate }: EstimateLine): string {
  return `${rate.pricedAs ?? 'machine'} on ${[provider, region ?? ''].join(' ').trim()}`;
}

function sizeText({ machine }: EstimateLine): string {
  if (machine === null) return 'of unknown size';
  const gpu = machine.gpu === null ? '' : `, ${machine.gpu.count} x ${machine.gpu.model}`;
  return `${machine.vcpu} vCPU, ${machine.memoryGib} GiB${gpu}, ${machine.arch}${machine.burstable ? ', burstable' : ''}`;
}

function datesLines({ priceDates, now }: Estimated, style: Style): readonly Line[] {
  if (priceDates.length === 0) return [];
  const dates = priceDates.map(({ source, asOf }) => `${source} ${asOf} (${ageText(asOf, now)})`);
  const text = `Prices: ${dates.join(', ')}; in USD, without taxes, traffic and discounts.`;
  return wrapped(text, style.width).map((part): Line => [toned('quiet', part)]);
}

/** Renders whole months of 730 hours as months, which is the unit of monthly prices. */
function timeText(seconds: number): string {
  const months = seconds / (730 * 3600);
  return Number.isInteger(months) ? `${months} mo` : formatDuration(seconds);
}
