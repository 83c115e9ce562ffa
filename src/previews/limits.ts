import type { PreviewConfig } from '../config/preview/preview-config';
import { HelixError } from '../errors';
import { exceeds, sum } from '../pricing/amounts';
import { formatUsd } from '../values/money';
import { isAnything } from './preview-facts';
import type { PreviewFacts } from './preview-facts';
import type { State } from '../state/state';

/** A preview on record, as far as limits go. */
export interface OtherPreview {
  readonly number: number;
  readonly state: State;
}

/**
 * Checks that there is room for one more preview. If two begin at once, the earlier run has it. A pull request has one
 * place, whether it is on record in the shared state, in that of this host, or in both.
 * @throws HelixError `refused` with the list of what lives
 */
export function assertRoom(
  { max }: Pick<PreviewConfig, 'max'>,
  { number, state }: { readonly number: number; readonly state: State | null },
  others: readonly OtherPreview[],
): void {
  const own = others.filter((other) => other.number === number).map((other) => other.state);
  if ([state, ...own].some((one) => one !== null && isAnything(one))) return;
  const begun = beganAt(state);
  const before = others.filter((other) => {
    if (other.number === number) return false;
    if (isAnything(other.state)) return true;
    const theirs = beganAt(other.state);
    if (theirs === null) return false;
    return begun === null || theirs < begun || (theirs === begun && other.number < number);
  });
  const living = [...new Set(before.map((other) => other.number))];
  if (living.length < max.value) return;
  throw new HelixError('refused', 'there is no room for another preview; nothing was created', {
    problems: [
      {
        severity: 'error',
        code: 'too-many-previews',
        message: `\`max\` is ${max.value}, and these live: ${living.map((one) => `pull request ${one}`).join(', ')}.`,
        hint: 'Close one of them, take its label away, or raise `max`. `helix preview list` shows them.',
        place: max.source,
      },
    ],
  });
}

/**
 * Checks what all previews would cost in a month.
 * @throws HelixError `refused` with the list of what lives
 */
export function assertAffordable(
  { maxMonthlyUsd }: Pick<PreviewConfig, 'maxMonthlyUsd'>,
  afterMonthly: string,
  others: readonly PreviewFacts[],
): void {
  if (maxMonthlyUsd === null) return;
  const all = sum([afterMonthly, ...others.flatMap(({ monthlyUsd }) => monthlyUsd ?? [])]);
  if (!exceeds(all, maxMonthlyUsd.value)) return;
  const living = others.map((one) => `pull request ${one.number} (${amount(one)})`).join(', ');
  throw new HelixError('refused', 'previews would cost too much; nothing was created', {
    problems: [
      {
        severity: 'error',
        code: 'previews-too-expensive',
        message: `All previews would cost ${formatUsd(all)} a month, and \`max_monthly\` is ${formatUsd(maxMonthlyUsd.value)}. ${
          living === '' ? 'No other one lives.' : `These live: ${living}.`
        }`,
        hint: 'Close one of them, lay a smaller `size` or `profile` over the copies, or raise `max_monthly`.',
        place: maxMonthlyUsd.source,
      },
    ],
  });
}

function amount({ monthlyUsd }: PreviewFacts): string {
  return monthlyUsd === null ? 'without a price' : formatUsd(monthlyUsd);
}

/** When the run began that is under way; null: none is. */
function beganAt(state: State | null): string | null {
  const last = state?.history?.at(-1);
  return last?.ended === null ? last.at : null;
}
