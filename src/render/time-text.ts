import { formatDuration } from '../values/time/duration';

/** Returns `2026-11-24 13:40 UTC`; a text that is not a time is returned unchanged. */
export function timeText(rfc3339: string): string {
  const iso = isoOf(rfc3339);
  return iso === null ? rfc3339 : `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Returns `2026-11-24`. */
export function dateText(rfc3339: string): string {
  return isoOf(rfc3339)?.slice(0, 10) ?? rfc3339;
}

/** Returns the distance of a time from `now`: `in 6d 4h`, `2h ago`. */
export function distanceText(rfc3339: string, now: string): string {
  const seconds = secondsBetween(now, rfc3339);
  return seconds > 0 ? `in ${formatDuration(seconds)}` : `${formatDuration(-seconds)} ago`;
}

/** Returns when something happened: `2h ago`. If the clock was set back since, that time is still to come by it. */
export function pastText(rfc3339: string, now: string): string {
  return secondsBetween(now, rfc3339) <= 0
    ? distanceText(rfc3339, now)
    : `at ${timeText(rfc3339)}, which the clock of this host has yet to reach`;
}

/** Returns the whole seconds from one time to another; negative when the other is earlier. */
export function secondsBetween(from: string, to: string): number {
  return Math.trunc((Date.parse(to) - Date.parse(from)) / 1000);
}

function isoOf(rfc3339: string): string | null {
  const milliseconds = Date.parse(rfc3339);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}
