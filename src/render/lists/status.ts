import type { Address } from '../../values/resource';
import { textOf, toned } from '../lines';
import type { Tone } from '../lines';
import type { Style } from '../style';
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

/** Renders the rows in the given order, each with its reason below it. `now` is RFC 3339. */
export function renderStatus(rows: readonly StatusView[], now: string, style: Style): string {
  if (rows.length === 0) return textOf([['There is nothing to ask about.']], style);
  const [heading = [], ...lines] = tableLines(
    ['ADDRESS', 'RECORDED', 'ACTUAL', 'ENDPOINT', 'EXPIRES'],
    rows.map((row) => cellsOf(row, now)),
  );
  const shown = lines.flatMap((line, index) => {
    const reason = rows[index]?.reason ?? null;
    return reason === null ? [line] : [line, [`  ${reason}`]];
  });
  return textOf([heading, ...shown], style);
}

const TONES: Readonly<Record<string, Tone>> = {
  running: 'add',
  gone: 'error',
  foreign: 'error',
  failed: 'error',
  stopped: 'warning',
};

function cellsOf(
  { address, recorded, actual, endpoint, expiresAt }: StatusView,
  now: string,
): readonly Cell[] {
  return [
    toned('strong', address),
    recorded,
    toned(TONES[actual] ?? 'plain', actual),
    endpoint ?? '-',
    expiryCell(expiresAt, now),
  ];
}
