import type { Change } from '../../plan/plan';
import { formatUsd, formatUsdChange } from '../../values/money';
import { fileChangesText } from '../../values/file-changes';
import { plainOf } from '../lines';
import { secretTexts } from '../text/attribute-section';
import { filesAttribute, isOfFiles, changedFilesOf } from '../text/files-attribute';
import { changedText } from '../text/sides';
import type { Changed } from '../text/sides';
import { headlineText, endText, lossText, reasonText, SYMBOLS } from '../text/change-lines';
import { sourceText } from '../text/columns';
import { costAsides } from '../text/cost-lines';
import { expiryText } from '../text/expiry-notes';

/** One change as the texts of a table's row. They are raw: whoever prints them makes them harmless. */
export interface ChangeRow {
  /** `+`, `~`, `-/+`, `-` or `<=`. */
  readonly symbol: string;
  readonly address: string;
  /** Place and size, then the attributes that differ. */
  readonly what: readonly string[];
  /** The facts to know before anything else: data that is lost, the reason of the change. */
  readonly notes: readonly string[];
  /** Dollars a month, `unpriced`, or nothing for a side that does not exist. */
  readonly before: string;
  readonly after: string;
  readonly difference: string;
  readonly expires: string;
  /** `helix.toml:9`; empty for a resource that is no longer declared. */
  readonly source: string;
}

/** Returns the row of a change. `now`: the plan's. */
export function changeRow(change: Change, now: string): ChangeRow {
  const headline = headlineText(change);
  return {
    symbol: symbolOf(change),
    address: change.address,
    what: [...(headline === '' ? [] : [headline]), ...attributeTexts(change)],
    notes: notesOf(change, now),
    before: amountText(change, 'before'),
    after: amountText(change, 'after'),
    difference: differenceText(change),
    expires: expiryText(change, now) ?? '',
    source: change.source === null ? '' : sourceText(change.source),
  };
}

/** Returns the symbol of a change, without the spaces that a column wants. */
export function symbolOf({ action }: Pick<Change, 'action'>): string {
  return plainOf(SYMBOLS[action]).trim();
}

/** Whether a change takes something away that exists: these are shown first, and in every report. */
export function isDestructive({ action }: Pick<Change, 'action'>): boolean {
  return action === 'delete' || action === 'replace';
}

function attributeTexts(change: Change): readonly string[] {
  if (change.action !== 'update' && change.action !== 'replace') return [];
  const plain = change.attributes
    .filter((attribute) => !isOfFiles(change, attribute))
    .map((attribute) => {
      const force = attribute.forcesReplacement ? ' (forces replacement)' : '';
      return `${attribute.path}: ${changedText(attribute, change)}${force}`;
    });
  return [
    ...plain,
    ...filesTexts(change),
    ...secretTexts(change).map(({ path, text }) => `${path}: ${text}`),
  ];
}

function filesTexts(change: Changed): readonly string[] {
  if (!change.attributes.some((attribute) => isOfFiles(change, attribute))) return [];
  return [`${filesAttribute(change)}: ${fileChangesText(changedFilesOf(change)) ?? 'changed'}`];
}

function notesOf(change: Change, now: string): readonly string[] {
  const loss = lossText(change);
  const end = change.action === 'delete' ? endText(change, now) : null;
  return [loss === null ? null : `data is ${loss}`, end, reasonText(change), ...costAsides(change)].filter(
    (note) => note !== null,
  );
}

function amountText(change: Change, side: 'before' | 'after'): string {
  if (change.cost === null || change[side] === null) return '';
  const amount = side === 'before' ? change.cost.beforeMonthly : change.cost.afterMonthly;
  return amount === null ? 'unpriced' : formatUsd(amount);
}

function differenceText({ cost, action }: Change): string {
  if (cost === null || action === 'read') return '';
  return cost.diffMonthly === null ? 'unknown' : formatUsdChange(cost.diffMonthly);
}
