import { HelixError } from '../errors';
import { parseInstant } from '../values/time/instant';

/**
 * Returns the instant of an option as RFC 3339 UTC.
 * @throws HelixError `usage` for anything but a time with an offset
 */
export function instantOption(name: string, text: string): string {
  const utc = parseInstant(text);
  if (utc !== null) return utc;
  const withOffset = [`${text}Z`, `${text}T00:00:00Z`].find((candidate) => parseInstant(candidate) !== null);
  throw new HelixError(
    'usage',
    `${name} takes a time with its offset, such as 2026-12-01T00:00:00Z, not "${text}"`,
    {
      hint:
        withOffset === undefined
          ? 'Write it as RFC 3339 does: a date that exists, a time, and `Z` or an offset such as `+09:00`.'
          : `For UTC write \`${withOffset}\`.`,
    },
  );
}
