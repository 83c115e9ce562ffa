import type { Address } from '../../values/resource';
import { textOf, toned, widthOf } from '../lines';
import type { Line, Tone } from '../lines';
import type { Style } from '../style';
import { distanceText } from '../time-text';
import { expiryCell } from './expiry-cell';
import { tableLines } from './table';
import type { Cell } from './table';

/** A resource with its recorded and its live status. */
export interface StatusView {
  readonly address: Address;
  readonly recorded: string;
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
  readonly expiresAt: string | null;
}

/**
 * Renders the rows in the given order, each with its reason below it. Columns without a value are left out. On a terminal
 * that is narrower than the table, endpoints stand below their rows and expiries are distances. `now` is RFC 3339.
 */
export function renderStatus(rows: readonly StatusView[], now: string, style: Style): string {
  if (rows.length === 0) return textOf([['There is nothing to ask about.']], style);
  const wide = statusLines(rows, [...COLUMNS, ENDPOINT, expiry((at) => expiryCell(at, now))], () => []);
  const room = style.terminal ? style.width : Infinity;
  if (wide.every((line) => widthOf(line) <= room)) return textOf(wide, style);
  const narrow = [...COLUMNS, expiry((at) => distanceText(at, now))];
  return textOf(
    statusLines(rows, narrow, ({ endpoint }) => (endpoint === null ? [] : [endpoint])),
    style,
  );
}

interface Column {
  readonly heading: string;
  /** null: no value. */
  readonly cell: (row: StatusView) => Cell | null;
}

const TONES: Readonly<Record<string, Tone>> = {
  running: 'add',
  gone: 'error',
  foreign: 'error',
  failed: 'error',
  stopped: 'warning',
};

const COLUMNS: readonly Column[] = [
  { heading: 'ADDRESS', cell: ({ address }) => toned('strong', address) },
  { heading: 'RECORDED', cell: ({ recorded }) => recorded },
  { heading: 'ACTUAL', cell: ({ actual }) => toned(TONES[actual] ?? 'plain', actual) },
];

const ENDPOINT: Column = { heading: 'ENDPOINT', cell: ({ endpoint }) => endpoint };

function expiry(cellOf: (at: string) => Cell): Column {
  return { heading: 'EXPIRES', cell: ({ expiresAt }) => (expiresAt === null ? null : cellOf(expiresAt)) };
}

function statusLines(
  rows: readonly StatusView[],
  columns: readonly Column[],
  below: (row: StatusView) => readonly string[],
): readonly Line[] {
  const used = columns.filter(({ cell }) => rows.some((row) => cell(row) !== null));
  const [heading = [], ...lines] = tableLines(
    used.map((column) => column.heading),
    rows.map((row) => used.map(({ cell }) => cell(row) ?? '-')),
  );
  const shown = rows.flatMap((row, index): readonly Line[] => [
    lines[index] ?? [],
    ...below(row).map((text): Line => [`  ${text}`]),
    ...(row.reason === null ? [] : [[`  ${row.reason}`]]),
  ]);
  return [heading, ...shown];
}
