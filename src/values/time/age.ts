const DAY_MS = 86_400_000;

/** Returns the age of a date in words: `today`, `1 day old`, `20 months old`. Times are RFC 3339, or a date alone. */
export function ageText(date: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(date)) / DAY_MS);
  if (days < 1) return 'today';
  if (days < 60) return `${days} ${days === 1 ? 'day' : 'days'} old`;
  return `${Math.round((days * 12) / 365.25)} months old`;
}
