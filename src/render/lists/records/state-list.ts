import type { ResourceRecord, State, Tombstone } from '../../../state/state';
import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { pastText } from '../../time-text';
import { expiryCell } from '../expiry-cell';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** Renders the records and tombstones of a workspace, by address. `now` is RFC 3339. */
export function renderStateList(state: State | null, now: string, style: Style): string {
  const records = Object.values(state?.resources ?? {}).map((record) => recordRow(record, now));
  const down = Object.values(state?.tombstones ?? {})
    .filter(({ lifted }) => lifted === null)
    .map((tombstone) => downRow(tombstone, now));
  const rows = [...records, ...down].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ cells }) => cells);
  if (rows.length === 0) return textOf([['Nothing is recorded.']], style);
  return textOf(tableLines(['ADDRESS', 'WHERE', 'STATUS', 'EXPIRES'], rows), style);
}

interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
}

function recordRow({ address, provider, region, status, expiresAt }: ResourceRecord, now: string): Row {
  const where = region === null ? provider : `${provider} ${region}`;
  const shown = status === 'failed' ? toned('error', status) : status;
  return { key: address, cells: [toned('strong', address), where, shown, expiryCell(expiresAt, now)] };
}

function downRow({ address, expiredAt, reason }: Tombstone, now: string): Row {
  const since = `${reason ?? 'expired'} ${pastText(expiredAt, now)}`;
  return { key: address, cells: [toned('strong', address), '-', 'down', since] };
}
