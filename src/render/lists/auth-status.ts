import { textOf, toned } from '../lines';
import type { Style } from '../style';
import { timeText } from '../time-text';
import { tableLines } from './table';
import type { Cell } from './table';

/** A service that Helix signs in to. */
export interface AuthView {
  readonly service: string;
  readonly who: string | null;
  readonly scope: string | null;
  readonly from: string | null;
  readonly validUntil: string | null;
  readonly state: string;
  readonly reason: string | null;
}

/** Renders the services in the given order, and below the table what is to know of one. */
export function renderAuthStatus(rows: readonly AuthView[], style: Style): string {
  const cells = rows.map((row): readonly Cell[] => [
    toned('strong', row.service),
    row.who ?? '-',
    row.scope ?? '-',
    row.from ?? '-',
    row.validUntil === null ? '-' : timeText(row.validUntil),
    row.state,
  ]);
  const table = tableLines(['SERVICE', 'WHO', 'SCOPE', 'FROM', 'VALID UNTIL', 'STATE'], cells);
  const reasons = rows.flatMap(({ service, reason }) => (reason === null ? [] : [[`${service}: ${reason}`]]));
  return textOf(reasons.length === 0 ? table : [...table, [''], ...reasons], style);
}
