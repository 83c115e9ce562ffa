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
${ordered.map((change) => rowOf(change, about.now, linesOf(change, changes.length)))}</tbody></table></section>
`;
}

function linesOf(change: Change, count: number): number {
  return count > LONG_PAGE && !('attributes' in change) ? FEW_LINES : LINES;
}

/** The attributes that a row names, and the length of each. The diff has all of them. */
const NAMED = 4;
const CELL = 120;

/** Renders one row. Ends of cells are left out, as HTML allows: there may be thousands of rows. */
function rowOf(change: Change, now: string, lines: number): Markup {
  const row = changeRow(change, now);
  const what = [
    ...row.notes.map((note) => (note.includes('LOST') ? markup`<b>${note}</b>` : prose(note))),
    ...row.what.slice(0, NAMED).map((text) => markup`${shortened(text, CELL)}`),
    ...(row.what.length > NAMED ? [markup`and ${row.what.length - NAMED} more`] : []),
  ];
  const place = row.source === '' ? NOTHING : markup`<small>${row.source}</small>`;
  return markup`<tr class=${change.action}><td><b>${row.symbol}</b><td><code>${row.address}</code>${place}<td>${what.map(
    (line, index) => (index === 0 ? line : markup`<br>${line}`),
  )}${diffOf(changeDiff(change), lines)}<td>${row.before}<td>${row.after}<td>${row.difference}<td>${row.expires}</tr>
`;
}

/** The lines of a diff that a page has room for: those of what is created or deleted are the first to be cut in a long page. */
const LINES = 500;
const FEW_LINES = 8;
const LONG_PAGE = 200;

function diffOf(lines: readonly DiffLine[], most: number): Markup {
  if (lines.length === 0) return NOTHING;
  const more = lines.length - most;
  return markup`<details><summary>Attributes</summary><pre>${runsOf(lines.slice(0, most))}${more > 0 ? `  ... and ${more} more lines` : ''}</pre></details>`;
}

/** Renders lines of one sign as one element: there may be very many. */
function runsOf(lines: readonly DiffLine[]): readonly Markup[] {
  const runs: { readonly sign: DiffLine['sign']; readonly lines: Markup[] }[] = [];
  for (const { sign, text } of lines) {
    const line = markup`${sign} ${text}\n`;
    const last = runs.at(-1);
    if (last?.sign === sign) last.lines.push(line);
    else runs.push({ sign, lines: [line] });
  }
  return runs.map((run) => {
    if (run.sign === ' ') return markup`${run.lines}`;
    return run.sign === '+' ? markup`<ins>${run.lines}</ins>` : markup`<del>${run.lines}</del>`;
  });
}
