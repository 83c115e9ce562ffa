/** The units, largest first; a compound names each at most once, in this order. */
const UNITS = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Ten years: anything longer is a typing error. */
const LONGEST_SECONDS = 3_650 * 86_400;

const EXAMPLES = 'Write a whole number with a unit: `45s`, `30min`, `12h`, `7d`, `2w`, or `1d12h`.';

export type ParsedDuration =
  | { readonly ok: true; readonly seconds: number }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/**
 * Reads `45s`, `30min`, `12h`, `7d`, `2w` and compounds such as `1d12h` or `1d 12h` into seconds, at least 1.
 * The message of a failure names the text; the hint says what to write instead.
 */
export function parseDuration(text: string): ParsedDuration {
  const compact = text.trim();
  const parts = [...compact.matchAll(/(\d+)([a-z]+)\s*/gy)];
  const length = parts.reduce((sum, part) => sum + part[0].length, 0);
  if (parts.length === 0 || length !== compact.length) return notADuration(text, compact);

  let seconds = 0;
  let next = 0;
  for (const [, digits = '', unit = ''] of parts) {
    const at = UNITS.findIndex(([name]) => name === unit);
    const known = UNITS[at];
    if (known === undefined) return unknownUnit(text, digits, unit);
    if (at < next) return failure(text, 'names a unit twice or out of order', `Largest first: \`1d12h\`.`);
    next = at + 1;
    seconds += Number(digits) * known[1];
  }
  if (seconds === 0) return failure(text, 'is zero', 'Write at least `1s`.');
  if (seconds > LONGEST_SECONDS) return failure(text, 'is longer than ten years', 'At most `3650d`.');
  return { ok: true, seconds };
}

/** Renders seconds in at most two neighboring units, rounded down: `6d 4h`, `2h 5min`, `45s`. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [name, size] of UNITS.slice(1)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}

function notADuration(text: string, compact: string): ParsedDuration {
  if (compact === '') return failure(text, 'is empty', EXAMPLES);
  if (compact.startsWith('-')) return failure(text, 'is negative', EXAMPLES);
  if (/^\d+$/.test(compact)) {
    return failure(text, 'has no unit', `Did you mean \`${compact}h\` or \`${compact}d\`?`);
  }
  if (/\d[.,]\d/.test(compact)) {
    return failure(text, 'has a fraction', 'Use whole numbers and smaller units: `1h30min` for `1.5h`.');
  }
  if (/^[\dA-Z\s]+$/i.test(compact) && compact !== compact.toLowerCase()) {
    return failure(text, 'has a unit in upper case', `Did you mean \`${compact.toLowerCase()}\`?`);
  }
  return failure(text, 'is not a duration', EXAMPLES);
}

function unknownUnit(text: string, digits: string, unit: string): ParsedDuration {
  if (unit === 'm') {
    return failure(
      text,
      'could mean minutes or months',
      `Write \`${digits}min\` for minutes, or months in days: \`${Number(digits) * 30}d\`.`,
    );
  }
  if (/^mo(n|nths?)?$/.test(unit)) {
    return failure(
      text,
      'counts in months, which differ in length',
      `Write days: \`${Number(digits) * 30}d\`.`,
    );
  }
  if (/^y(rs?|ears?)?$/.test(unit)) {
    return failure(
      text,
      'counts in years, which differ in length',
      `Write days: \`${Number(digits) * 365}d\`.`,
    );
  }
  const meant = /^sec/.test(unit)
    ? 's'
    : /^mi/.test(unit)
      ? 'min'
      : UNITS.find(([name]) => name !== 's' && unit.startsWith(name))?.[0];
  return failure(
    text,
    `has an unknown unit \`${unit}\``,
    meant === undefined ? EXAMPLES : `Did you mean \`${digits}${meant}\`?`,
  );
}

function failure(text: string, what: string, hint: string): ParsedDuration {
  return { ok: false, message: `The duration \`${text}\` ${what}.`, hint };
}

/** Renders seconds as a duration that reads back as the same number: `1d12h5min`. */
export function exactDuration(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [name, size] of UNITS.slice(1)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${name}`);
  }
  return parts.join('');
}
