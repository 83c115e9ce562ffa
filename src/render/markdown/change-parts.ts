import type { Change } from '../../plan/plan';
import { changeDiff } from '../changes/change-diff';
import { changeRow } from '../changes/change-row';
import type { ChangeRow } from '../changes/change-row';
import { code, fenced, html, prose, shortened } from './inert';

/** The head of the table of changes. */
export const TABLE_HEAD = [
  '| | Resource | What changes | Before | After | Difference | Expires |',
  '| --- | --- | --- | ---: | ---: | ---: | --- |',
].join('\n');

/** Returns one row of the table. */
export function tableRow(change: Change, now: string): string {
  const row = changeRow(change, now);
  const cells = [
    code(row.symbol),
    code(shortened(row.address, CELL)),
    whatCell(row),
    row.before,
    row.after,
    row.difference,
    prose(row.expires),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The attributes that one row names, and the length of each. The details have all of them. */
const ATTRIBUTES = 4;
const CELL = 120;

function whatCell({ what, notes }: ChangeRow): string {
  const shown = what.slice(0, ATTRIBUTES).map((text) => code(shortened(text, CELL)));
  const more = what.length - shown.length;
  return [
    ...notes.map((note) => (/LOST/.test(note) ? `**${prose(note)}**` : prose(shortened(note, CELL)))),
    ...shown,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('<br>');
}

/** Returns the attributes of a change as a diff that opens on a click; nothing where a change has none. */
export function detailsOf(change: Change, now: string): string | null {
  const diff = changeDiff(change);
  if (diff.length === 0) return null;
  const { symbol, address, source } = changeRow(change, now);
  const place = source === '' ? '' : ` <code>${html(shortened(source, CELL))}</code>`;
  return [
    `<details><summary><code>${html(`${symbol} ${shortened(address, CELL)}`)}</code>${place}</summary>`,
    fenced(
      'diff',
      diff.map(({ sign, text }) => `${sign} ${text}`),
    ),
    '</details>',
  ].join('\n\n');
}
