const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Returns a time in RFC 3339 as the same instant in UTC, `2026-12-01T00:00:00.000Z`; null for other texts, for a time
 * without an offset, which would mean another instant on each host, and for a date that no calendar has.
 */
export function parseInstant(text: string): string | null {
  const [, date = '', hour = ''] = RFC_3339.exec(text) ?? [];
  // JavaScript reads February 30 as March 2, and hour 24 as the next day.
  if (utcOf(`${date}T00:00:00Z`)?.startsWith(date) !== true || Number(hour) > 23) return null;
  return utcOf(text.toUpperCase().replace(' ', 'T'));
}

function utcOf(text: string): string | null {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  const utc = new Date(time).toISOString();
  // Other years have six digits and a sign, and sort differently.
  return /^\d{4}-/.test(utc) ? utc : null;
}
