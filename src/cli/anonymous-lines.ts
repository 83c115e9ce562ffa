import type { AnonymousMade } from '../ports/helix-cloud';
import { distanceText, timeText } from '../render/time-text';

/** Returns the lines about an instance without an account that was created. */
export function anonymousLines(name: string, made: AnonymousMade, now: string): string {
  const { instanceId, region, expiresAt, keysFile } = made;
  return [
    `Created an anonymous instance: ${instanceId} (${region}). No account is needed.`,
    `It ends on ${timeText(expiresAt)}, ${untilText(expiresAt, now)}, unless you claim it.`,
    `Wrote [cloud.${name}.anonymous] to helix.toml; its keys are in ${keysFile}, for you alone.`,
    '',
  ].join('\n');
}

/** Returns the line about what comes next. */
export function anonymousNext(name: string): string {
  return `Next: helix build ${name}, helix push ${name}, helix cloud status ${name}, helix cloud claim ${name} (after helix login).`;
}

const DAY_MS = 86_400_000;

/** Returns the time until an end: in whole days, once they are several. */
function untilText(end: string, now: string): string {
  const days = Math.round((Date.parse(end) - Date.parse(now)) / DAY_MS);
  return days >= 2 ? `in ${days} days` : distanceText(end, now);
}
