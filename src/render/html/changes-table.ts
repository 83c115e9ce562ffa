import type { Change, Plan } from '../../plan/plan';
import { changeDiff } from '../changes/change-diff';
import type { DiffLine } from '../changes/change-diff';
import { changeRow, isDestructive } from '../changes/change-row';
import { shortened } from '../markdown/inert';
import type { Markup } from './markup';
import { markup, NOTHING, prose } from './markup';

/** Renders the changes as a table, with their attributes below; what is destroyed comes first. */
export function changesSection({ changes, about }: Plan): Markup {
  if (changes.length === 0) return NOTHING;
  const ordered = [...changes].sort((a, b) => Number(isDestructive(b)) - Number(isDestructive(a)));
  return markup`<section id=changes><h2>Changes</h2>
<p class=search hidden><input type=search placeholder="Search the changes" aria-label="Search the changes"> <output></output></p>
<table class=changes><thead><tr><th><th>Resource<th>What changes<th class=n>Before<th class=n>After<th class=n>Difference<th>Expires</tr></thead><tbody>
${ordered.map((change) => rowOf(change, about.now))}</tbody></table></section>
`;
}

/** The attributes that a row names, and the length of each. The diff has all of them. */
const NAMED = 4;
const CELL = 120;

/** Renders one row. Ends of cells are left out, as HTML allows: there may be thousands of rows. */
function rowOf(change: Change, now: string): Markup {
  const row = changeRow(change, now);
  const what = [
    ...row.notes.map((note) => (note.includes('LOST') ? markup`<b>${note}</b>` : prose(note))),
    ...row.what.slice(0, NAMED).map((text) => markup`${shortened(text, CELL)}`),
    ...(row.what.length > NAMED ? [markup`and ${row.what.length - NAMED} more`] : []),
  ];
  const place = row.source === '' ? NOTHING : markup`<small>${row.source}</small>`;
  return markup`<tr class=${change.action}><td><b>${row.symbol}</b><td><code>${row.address}</code>${place}<td>${what.map(
    (line, index) => (index === 0 ? line : markup`<br>${line}`),
  )}${diffOf(changeDiff(change))}<td>${row.before}<td>${row.after}<td>${row.difference}<td>${row.expires}</tr>
`;
}

function diffOf(lines: readonly DiffLine[]): Markup {
  if (lines.length === 0) return NOTHING;
  return markup`<details><summary>Attributes</summary><pre>${lines.map(({ sign, text }) => {
    if (sign === ' ') return markup`  ${text}\n`;
    return sign === '+' ? markup`<ins>+ ${text}</ins>\n` : markup`<del>- ${text}</del>\n`;
  })}</pre></details>`;
}
