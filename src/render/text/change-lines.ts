import type { Change } from '../../plan/plan';
import { padded, toned, withNote } from '../lines';
import type { Line } from '../lines';
import { distanceText } from '../time-text';
import { attributeSection } from './attribute-section';
import { attributeLine, attributeLines, columnsOf } from './columns';
import type { Columns } from './columns';
import { costAsides, costText } from './cost-text';
import { expiryText } from './expiry-text';
import { headlineText } from './headline-text';
import type { PlanView } from './plan-view';
import { reasonText } from './reason-text';
import { sourceText } from './source-text';

/** One change: the line with symbol, address and place, and below it why, what changes, at what cost, until when. */
export function changeLines(change: Change, view: PlanView): readonly Line[] {
  const columns = columnsOf(view.style);
  const lines: Line[] = [...headLines(change, columns, view.now)];
  const reason = reasonText(change);
  if (reason !== null) lines.push(...attributeLines('why', reason, columns, view.style.width));
  if (change.action === 'replace' && change.losesData) {
    lines.push(attributeLine('data', [toned('error', 'LOST: deleted with the old one, not moved')], columns));
  }
  lines.push(...attributeSection(change, columns, view));
  const cost = costText(change, view.full);
  if (cost !== null) {
    const asides = costAsides(change).map((aside): Line => [
      ' '.repeat(columns.value),
      toned('quiet', aside),
    ]);
    lines.push(attributeLine('cost', [cost], columns), ...asides);
  }
  const expires = expiryText(change, view.now);
  if (expires !== null) lines.push(attributeLine('expires', [expires], columns));
  return lines;
}

/** What stands before an address. */
export const SYMBOLS: Record<Change['action'], Line> = {
  create: ['  ', toned('add', '+')],
  update: ['  ', toned('change', '~')],
  replace: [toned('remove', '-'), '/', toned('add', '+')],
  delete: ['  ', toned('remove', '-')],
  read: [' ', toned('read', '<=')],
};

function headLines(change: Change, columns: Columns, now: string): readonly Line[] {
  const address: Line = [...SYMBOLS[change.action], ' ', toned('strong', change.address)];
  const headline = headlineText(change);
  const line: Line = headline === '' ? address : [...padded(address, columns.value), headline];
  const ended = change.action === 'delete' ? endText(change, now) : null;
  if (ended !== null) return withNote(line, toned('quiet', ended), columns.reason, columns.value);
  if (change.source === null) return [line];
  return withNote(line, toned('quiet', sourceText(change.source)), columns.source, columns.value);
}

/** Why something goes, where that is not simply that it was asked for. */
function endText(change: Extract<Change, { action: 'delete' }>, now: string): string | null {
  switch (change.reason) {
    case 'no-longer-declared':
      return 'no longer declared';
    case 'expired':
      return change.expiresAt === null ? 'expired' : `expired ${distanceText(change.expiresAt, now)}`;
    case 'destroy':
      return null;
  }
}
