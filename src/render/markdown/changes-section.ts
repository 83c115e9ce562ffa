import type { Change } from '../../plan/plan';
import { isDestructive, symbolOf } from '../changes/change-row';
import { detailsOf, TABLE_HEAD, tableRow } from './change-parts';
import { bytesOf, elided, withinBytes } from './elide';
import type { Piece } from './elide';
import { name } from './sentence';

/** The table of the changes and their details, and a line that counts what is left out. */
export interface ChangesSection {
  readonly sections: readonly string[];
  readonly leftOut: string | null;
}

/** Renders the changes in `most` bytes: what is deleted and replaced comes first, and goes last. */
export function changesSection(changes: readonly Change[], now: string, most: number): ChangesSection {
  if (changes.length === 0) return { sections: [], leftOut: null };
  const ordered = [...changes].sort((a, b) => Number(isDestructive(b)) - Number(isDestructive(a)));
  const room = most - MARGIN;
  const pieces = piecesOf(ordered, now);
  const dropped = elided(pieces, room);
  const kept = pieces.filter((piece) => !dropped.has(piece));
  if (kept.reduce((sum, { text }) => sum + bytesOf(text), 0) > room) return namesAlone(ordered, room);
  const texts = (kind: ChangePiece['kind']): readonly string[] =>
    kept.flatMap((piece) => (piece.kind === kind ? [piece.text.trimEnd()] : []));
  const rows = [...texts('row'), ...countedRows([...dropped])];
  return {
    sections: [`${TABLE_HEAD}\n${rows.join('\n')}`, ...texts('details')],
    leftOut: leftOutLine([...dropped]),
  };
}

interface ChangePiece extends Piece {
  readonly kind: 'row' | 'details';
  readonly symbol: string;
}

/** The room for the head of the table, and for the lines that count what is left out. */
const MARGIN = 600;

/**
 * The ranks in which the row and the details of a change are left out. The row of what is destroyed has none; its details go
 * only where the report could not be read at all otherwise.
 */
const RANKS: Record<Change['action'], { readonly row: number | null; readonly details: number }> = {
  read: { row: 2, details: 0 },
  create: { row: 2, details: 0 },
  update: { row: 3, details: 1 },
  replace: { row: null, details: 4 },
  delete: { row: null, details: 4 },
};

function piecesOf(changes: readonly Change[], now: string): readonly ChangePiece[] {
  const piece = (change: Change, kind: ChangePiece['kind'], text: string): ChangePiece => ({
    text,
    kind,
    rank: RANKS[change.action][kind],
    symbol: symbolOf(change),
  });
  const rows = changes.map((change) => piece(change, 'row', `${tableRow(change, now)}\n`));
  const details = changes.flatMap((change) => {
    const text = detailsOf(change, now);
    return text === null ? [] : [piece(change, 'details', `${text}\n\n`)];
  });
  return [...rows, ...details];
}

const MEANINGS: Readonly<Record<string, string>> = { '+': 'to create', '<=': 'to read', '~': 'to update' };

/** Returns a row for each symbol whose rows are left out, with their number. */
function countedRows(dropped: readonly ChangePiece[]): readonly string[] {
  return Object.entries(MEANINGS).flatMap(([symbol, meaning]) => {
    const count = dropped.filter((piece) => piece.kind === 'row' && piece.symbol === symbol).length;
    return count === 0 ? [] : [`| \`${symbol}\` | ${count} more ${meaning} | | | | | |`];
  });
}

function leftOutLine(dropped: readonly ChangePiece[]): string | null {
  const count = (kind: ChangePiece['kind'], one: string, many: string): readonly string[] => {
    const found = dropped.filter((piece) => piece.kind === kind).length;
    return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
  };
  const parts = [...count('row', 'row', 'rows'), ...count('details', 'detail', 'details')];
  return parts.length === 0 ? null : `(${parts.join(' and ')} left out; whole plan: \`helix show\`)`;
}

/** Names what is destroyed, where there is no room for more. The others are counted where nobody overlooks it. */
function namesAlone(changes: readonly Change[], room: number): ChangesSection {
  const destroyed = changes.filter(isDestructive);
  const items = destroyed.map((change) => `\`${symbolOf(change)}\` ${name(change.address)}`);
  const missing = (count: number): string => `**and ${count} more to destroy that do not fit here**`;
  return {
    sections: [`Deleted or replaced: ${withinBytes(items, room, missing).join(', ')}`],
    leftOut: `(the table and ${changes.length} details left out; whole plan: \`helix show\`)`,
  };
}
