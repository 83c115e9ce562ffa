import { toned } from '../lines';
import { distanceText, secondsBetween, timeText } from '../time-text';
import type { Cell } from './table';

/** `2026-11-24 13:40 UTC, in 6d 4h`, or `expired 2h ago`; `-` without a TTL. */
export function expiryCell(expiresAt: string | null, now: string): Cell {
  if (expiresAt === null) return '-';
  const distance = distanceText(expiresAt, now);
  if (secondsBetween(now, expiresAt) <= 0) return toned('warning', `expired ${distance}`);
  return `${timeText(expiresAt)}, ${distance}`;
}
