import type { PolicyConfig } from '../../../config/rule';
import { HelixError } from '../../../errors';
import { machineNumber } from '../../../machines/machine-numbers';
import type { MACHINE_NUMBERS } from '../../../machines/machine-numbers';
import { exactDuration, parseDuration } from '../../../values/time/duration';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The lifetime of a machine, or that it has none. */
export type Lifetime = { readonly seconds: number } | 'never';

/** Returns the number that was typed. @throws HelixError `usage` for another text */
export function readNumber(key: keyof typeof MACHINE_NUMBERS, text: string): number {
  const number = machineNumber(key, text);
  if ('value' in number) return number.value;
  throw new HelixError('usage', `Type ${number.rule}.`);
}

/** Returns the lifetime that was typed. @throws HelixError `usage` for another text, `refused` for one against a rule */
export function readLifetime(
  text: string,
  { requireTtl, maxTtlSeconds }: Pick<PolicyConfig, 'requireTtl' | 'maxTtlSeconds'>,
): Lifetime {
  if (text.toLowerCase() === 'never') {
    if (requireTtl?.value !== true) return 'never';
    throw new HelixError('refused', '`require_ttl` in [policy] requires a time.');
  }
  const parsed = parseDuration(text);
  if (!parsed.ok) {
    throw new HelixError('usage', parsed.message, parsed.hint === undefined ? {} : { hint: parsed.hint });
  }
  const { seconds } = parsed;
  if (maxTtlSeconds === null || seconds <= maxTtlSeconds.value) return { seconds };
  const most = exactDuration(maxTtlSeconds.value);
  throw new HelixError('refused', `${text} is longer than \`max_ttl\` in [policy], ${most}.`);
}

/** Returns a lifetime as it is typed: in hours up to a day. */
export function lifetimeText(lifetime: Lifetime): string {
  if (lifetime === 'never') return 'never';
  const { seconds } = lifetime;
  return seconds <= DAY && seconds % HOUR === 0 ? `${seconds / HOUR}h` : exactDuration(seconds);
}
