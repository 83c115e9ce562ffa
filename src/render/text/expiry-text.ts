import type { Change } from '../../plan/plan';
import { formatDuration } from '../../values/duration';
import { formatUsd } from '../../values/money';
import { distanceText, secondsBetween } from '../time-text';

/** When a change's resource expires and what it costs until then: `in 6d 4h, $27.38 until then`; null without a TTL. */
export function expiryText(change: Change, now: string): string | null {
  if (change.action === 'delete') return null;
  const { expiresAt, ttlSeconds } = change;
  const money = change.cost?.untilExpiry ?? null;
  const until = money === null ? '' : `, ${formatUsd(money)} until then`;
  if (expiresAt === null) {
    return ttlSeconds === null ? null : `${formatDuration(ttlSeconds)} after creation${until}`;
  }
  const distance = distanceText(expiresAt, now);
  return secondsBetween(now, expiresAt) > 0
    ? `${distance}${until}`
    : `${distance}: the next \`helix destroy --expired\` takes it`;
}
