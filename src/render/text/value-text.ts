import type { Json } from '../../values/json';
import { isUnknown } from '../../values/unknown';
import { isSensitive } from '../sensitive';

/** Returns a value on one line, as short as it stays unambiguous: `small`, `"two words "`, `[a, b]`, `(none)`. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return '(none)';
  if (isUnknown(value)) return '(known after apply)';
  if (isSensitive(value)) return '(sensitive)';
  if (typeof value === 'string') return stringText(value);
  if (typeof value !== 'object') return String(value);
  if (isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${key}: ${valueText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Whether a change from or to this value is better read line by line. */
export function isMultiLine(value: Json | undefined): value is string {
  return typeof value === 'string' && value.trimEnd().includes('\n');
}

function stringText(text: string): string {
  // 12 of the 64 hex digits are enough to tell digests apart.
  const digest = /^sha256:([0-9a-f]{12})[0-9a-f]{52}$/.exec(text);
  if (digest !== null) return `sha256:${digest[1] ?? ''}...`;
  return AMBIGUOUS.test(text) ? JSON.stringify(text) : text;
}

// Empty, spaces at the ends, or similar to another type or to our own notation.
const AMBIGUOUS = /^$|^\s|\s$|^(true|false|null|-?\d+(\.\d+)?)$|^[[{("]| -> |,/;

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
