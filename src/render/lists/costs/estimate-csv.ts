import type { Estimated } from '../../../machines/estimate';
import { toCents } from '../../../pricing/amounts';
import { unpricedParts } from '../../../pricing/plan-cost';

const COLUMNS = [
  'address',
  'provider',
  'region',
  'type',
  'vcpu',
  'memory_gib',
  'hourly_usd',
  'monthly_usd',
  'duration_seconds',
  'duration_usd',
  'cheapest',
  'unpriced',
];

/** Renders an estimate as CSV (RFC 4180): a heading, then one line per item. An item without a price has an empty field. */
export function estimateCsv({ lines, unavailable }: Estimated): string {
  const rows = lines.map(({ address, provider, region, size, rate, seconds, total, cheapest }) => [
    address,
    provider,
    region,
    rate.pricedAs,
    size?.vcpu,
    size?.memoryGib,
    rate.hourly,
    rate.monthly && toCents(rate.monthly),
    seconds,
    total,
    cheapest,
    rate.monthly === null ? 'all' : unpricedParts(rate).join('; '),
  ]);
  const missing = unavailable.map(({ provider, region, message }) => [
    null,
    provider,
    region,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    false,
    message,
  ]);
  return [COLUMNS, ...rows, ...missing].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | boolean | null | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
