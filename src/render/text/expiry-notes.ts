import type { Change, Plan } from '../../plan/plan';
import type { Expiry } from '../../plan/outlook';
import { formatDuration } from '../../values/time/duration';
import { formatUsd } from '../../values/money';
import type { Address } from '../../values/resource';
import type { Line } from '../lines';
import { padded, toned } from '../lines';
import { distanceText, pastText, secondsBetween, timeText } from '../time-text';
import type { PlanView } from './columns';
import { columnsOf } from './columns';

/** Renders what is down, what has expired and still exists, what is held back, and what expires next. */
export function expiryNotes(plan: Plan, view: PlanView): readonly Line[] {
  return [...expiredNotes(plan, view), ...nextLines(plan.expiry.next, view)];
}

/** Renders what is down, what has expired and still exists, and what is held back. */
export function expiredNotes(plan: Plan, view: PlanView): readonly Line[] {
  const { down, held } = plan.expiry;
  // In a plan of expired resources the deletes themselves show it.
  const expired = plan.mode === 'expired' ? [] : plan.expiry.expired;
  return [
    ...limited(down, view).map(({ address, expiredAt, reason }): Line => [
      `Stays down: ${address} ${reason === undefined ? 'expired' : 'was terminated'} ${pastText(expiredAt, view.now)} ` +
        `(\`helix renew ${nameOf(address)}\` brings it back).`,
    ]),
    ...more(down, view),
    ...limited(expired, view).map(({ address, expiresAt, isGone = false }): Line => [
      toned('warning', `Expired: ${address} ${pastText(expiresAt, view.now)}`),
      isGone
        ? ', and is gone (the next `helix destroy --expired` records that).'
        : ', still exists (the next `helix destroy --expired` destroys it).',
    ]),
    ...more(expired, view),
    ...limited(expired, view).flatMap(({ address, edits }): readonly Line[] =>
      edits === undefined
        ? []
        : [
            [
              `Held back: the edits of ${address} (${edits.join(', ')}) wait until \`helix renew ${nameOf(address)}\`.`,
            ],
          ],
    ),
    ...limited(held, view).map((one): Line => [heldText(one)]),
    ...more(held, view),
  ];
}

/** The number of items of a kind that are listed; `--full` lists all. */
const LIMIT = 20;

function limited<T>(items: readonly T[], view: PlanView): readonly T[] {
  return view.full ? items : items.slice(0, LIMIT);
}

function more(items: readonly unknown[], view: PlanView): readonly Line[] {
  return view.full || items.length <= LIMIT
    ? []
    : [[`  and ${items.length - LIMIT} more (--full lists all)`]];
}

function heldText({ address, because, by }: Expiry['held'][number]): string {
  const start = `Held back: ${address} has expired, but `;
  switch (because) {
    case 'protect':
      return `${start}is protected.`;
    case 'dependant':
      return `${start}${by ?? 'something that lives'} depends on it.`;
    case 'keeps':
      return `${start}is kept: registries and shared images stay.`;
  }
}

function nextLines(next: Expiry['next'], view: PlanView): readonly Line[] {
  const [first] = next;
  if (first === undefined) return [];
  const title = 'Next `helix destroy --expired`:';
  if (next.length === 1) return [[`${title} ${first.address} on ${timeText(first.expiresAt)}.`]];
  const { value } = columnsOf(view.style);
  return [
    [title],
    ...limited(next, view).map(({ address, expiresAt }): Line => [
      ...padded([`    ${address}`], value),
      `${timeText(expiresAt)}, ${distanceText(expiresAt, view.now)}`,
    ]),
    ...more(next, view),
  ];
}

function nameOf(address: Address): string {
  return address.slice(address.indexOf('.') + 1);
}

/** Returns the expiry of a change and its cost until then: `in 6d 4h, $27.38 until then`; null without a TTL. */
export function expiryText(change: Change, now: string): string | null {
  if (change.action === 'delete') return null;
  const { expiresAt, ttlSeconds } = change;
  const money = change.cost?.untilExpiry ?? null;
  const until = money === null ? '' : `, ${formatUsd(money)} until then`;
  if (expiresAt === null) {
    return ttlSeconds === null ? null : `${formatDuration(ttlSeconds)} after creation${until}`;
  }
  const distance = distanceText(expiresAt, now);
  if (secondsBetween(now, expiresAt) > 0) return `${distance}${until}`;
  return 'protect' in change && change.protect
    ? `${distance}, but it is protected`
    : `${distance}: the next \`helix destroy --expired\` destroys it`;
}
