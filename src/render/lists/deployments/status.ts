import Decimal from 'decimal.js';
import type { Address } from '../../../values/resource';
import { formatDuration } from '../../../values/time/duration';
import { formatUsd } from '../../../values/money';
import { textOf, toned, widthOf } from '../../lines';
import type { Line, Tone } from '../../lines';
import type { Style } from '../../style';
import { distanceText, secondsBetween } from '../../time-text';
import { expiryCell } from '../expiry-cell';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** A resource with its recorded and its live status. */
export interface StatusView {
  readonly address: Address;
  readonly deploymentId: string | null;
  readonly provider: string | null;
  readonly region: string | null;
  readonly hourlyUsd: string | null;
  readonly createdAt: string | null;
  readonly recorded: string;
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
  readonly expiresAt: string | null;
}

/**
 * Renders the rows in the given order, each with its reason below it. Columns without a value are left out. On a terminal
 * that is narrower than the table, ids, providers and ages go first; then endpoints stand below their rows and expiries
 * are distances. `now` is RFC 3339.
 */
export function renderStatus(rows: readonly StatusView[], now: string, style: Style): string {
  if (rows.length === 0) return textOf([['There is nothing to ask about.']], style);
  const room = style.terminal ? style.width : Infinity;
  const fitting = [WIDE, MIDDLE].find((columns) => fits(statusLines(rows, columns, now), room));
  const lines =
    fitting === undefined ? statusLines(rows, NARROW, now, endpointBelow) : statusLines(rows, fitting, now);
  return textOf([...lines, ...totalLines(rows)], style);
}

function fits(lines: readonly Line[], room: number): boolean {
  return lines.every((line) => widthOf(line) <= room);
}

interface Column {
  readonly heading: string;
  /** null: no value. */
  readonly cell: (row: StatusView, now: string) => Cell | null;
}

const TONES: Readonly<Record<string, Tone>> = {
  running: 'add',
  gone: 'error',
  foreign: 'error',
  failed: 'error',
  stopped: 'warning',
};

const ADDRESS: Column = { heading: 'ADDRESS', cell: ({ address }) => toned('strong', address) };
const ID: Column = { heading: 'ID', cell: ({ deploymentId }) => deploymentId };
const PROVIDER: Column = { heading: 'PROVIDER', cell: ({ provider }) => provider };
const REGION: Column = { heading: 'REGION', cell: ({ region }) => region };
const RECORDED: Column = { heading: 'RECORDED', cell: ({ recorded }) => recorded };
const ACTUAL: Column = {
  heading: 'ACTUAL',
  cell: ({ actual }) => toned(TONES[actual] ?? 'plain', actual),
};
const ENDPOINT: Column = { heading: 'ENDPOINT', cell: ({ endpoint }) => endpoint };
const COST: Column = { heading: 'COST/H', cell: ({ hourlyUsd }) => hourlyUsd && formatUsd(hourlyUsd) };
const AGE: Column = {
  heading: 'AGE',
  cell: ({ createdAt }, now) => createdAt && formatDuration(Math.max(0, secondsBetween(createdAt, now))),
};
const EXPIRES: Column = {
  heading: 'EXPIRES',
  cell: ({ expiresAt }, now) => (expiresAt === null ? null : expiryCell(expiresAt, now)),
};
const EXPIRES_IN: Column = {
  heading: 'EXPIRES',
  cell: ({ expiresAt }, now) => expiresAt && distanceText(expiresAt, now),
};

const WIDE = [ADDRESS, ID, PROVIDER, REGION, RECORDED, ACTUAL, ENDPOINT, COST, AGE, EXPIRES];
const MIDDLE = [ADDRESS, REGION, RECORDED, ACTUAL, ENDPOINT, COST, EXPIRES];
const NARROW = [ADDRESS, RECORDED, ACTUAL, COST, EXPIRES_IN];

function endpointBelow({ endpoint }: StatusView): readonly string[] {
  return endpoint === null ? [] : [endpoint];
}

function statusLines(
  rows: readonly StatusView[],
  columns: readonly Column[],
  now: string,
  below: (row: StatusView) => readonly string[] = () => [],
): readonly Line[] {
  const used = columns.filter(({ cell }) => rows.some((row) => cell(row, now) !== null));
  const [heading = [], ...lines] = tableLines(
    used.map((column) => column.heading),
    rows.map((row) => used.map(({ cell }) => cell(row, now) ?? '-')),
  );
  const shown = rows.flatMap((row, index): readonly Line[] => [
    lines[index] ?? [],
    ...below(row).map((text): Line => [`  ${text}`]),
    ...(row.reason === null ? [] : [[`  ${row.reason}`]]),
  ]);
  return [heading, ...shown];
}

/** Renders what all of it costs, as far as it is not gone; nothing where nothing is charged by the hour. */
function totalLines(rows: readonly StatusView[]): readonly Line[] {
  const charged = rows.filter(({ hourlyUsd, actual }) => hourlyUsd !== null && actual !== 'gone');
  if (charged.length === 0) return [];
  const sum = charged.reduce((total, { hourlyUsd }) => total.plus(hourlyUsd ?? 0), new Decimal(0));
  const count = charged.length === 1 ? '1 deployment' : `${charged.length} deployments`;
  return [[`${count}, ${formatUsd(sum.toFixed())}/h.`]];
}
