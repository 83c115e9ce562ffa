import type { PreviewFacts } from '../../previews/preview-facts';
import { formatUsd } from '../../values/money';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { expiryCell } from './expiry-cell';
import { tableLines } from './table';
import type { Cell } from './table';

/** A preview that lives, in one line. */
export interface PreviewView extends PreviewFacts {
  /** null: unknown. */
  readonly title: string | null;
  readonly isOpen: boolean | null;
}

const HEADINGS = ['N', 'TITLE', 'STATE', 'URL', 'SO FAR', 'A MONTH', 'EXPIRES', 'WHO'];

/** Renders previews in the given order, and what all of them cost. `now` is RFC 3339. */
export function renderPreviews(rows: readonly PreviewView[], now: string, style: Style): string {
  if (rows.length === 0) return textOf([['There are no previews.']], style);
  const cells = rows.map((row): readonly Cell[] => [
    toned('strong', `${row.number}`),
    row.title ?? '-',
    row.isOpen === false ? toned('warning', `${row.state}, closed`) : row.state,
    row.urls[0] ?? '-',
    amount(row.soFarUsd),
    amount(row.monthlyUsd),
    expiryCell(row.expiresAt, now),
    row.by ?? '-',
  ]);
  const unpriced = rows.flatMap((row) => row.unpriced.map((address) => `${address} of ${row.number}`));
  const notes: Line[] = unpriced.length === 0 ? [] : [[`Without a price: ${unpriced.join(', ')}.`]];
  return textOf([...tableLines(HEADINGS, cells), ...notes], style);
}

/** Renders a preview that was made. */
export function renderPreviewUp(facts: PreviewFacts, now: string, style: Style): string {
  const { number, urls, expiresAt, soFarUsd, monthlyUsd, unpriced } = facts;
  const cost = monthlyUsd === null ? [] : [`${amount(soFarUsd)} so far, ${amount(monthlyUsd)} a month`];
  const rest = unpriced.length === 0 ? [] : [`without a price: ${unpriced.join(', ')}`];
  return textOf(
    [
      [],
      [toned('strong', `Preview of pull request ${number}: ${facts.state}`)],
      ...urls.map((url): Line => ['  url      ', url]),
      ...[...cost, ...rest].map((text): Line => ['  cost     ', text]),
      ['  expires  ', expiryCell(expiresAt, now)],
    ],
    style,
  );
}

/** The end of a sweep for one preview. */
export type SweptView = { readonly number: number } & (
  | { readonly type: 'lives' }
  | { readonly type: 'gone'; readonly reason: string }
  | { readonly type: 'stays'; readonly why: string }
);

/** Renders what a sweep took down, and what stayed and why. */
export function renderSweep(ends: readonly SweptView[], style: Style): string {
  const lines = ends.flatMap((end): Line[] => {
    switch (end.type) {
      case 'lives':
        return [];
      case 'gone':
        return [[`Preview of pull request ${end.number} is gone: ${GONE[end.reason] ?? end.reason}.`]];
      case 'stays':
        return [[toned('error', `Preview of pull request ${end.number} stays`), `: ${end.why}.`]];
    }
  });
  const lives = ends.filter(({ type }) => type === 'lives').length;
  const count = lives === 1 ? '1 preview lives' : `${lives} previews live`;
  return textOf([...lines, [`${count}.`]], style);
}

const GONE: Readonly<Record<string, string>> = {
  unwanted: 'its pull request does not want it',
  over: 'its TTL is over',
};

function amount(usd: string | null): string {
  return usd === null ? '-' : formatUsd(usd);
}
