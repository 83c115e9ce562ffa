import { hash } from 'node:crypto';
import type { Json } from './json';

/**
 * The canonical JSON text of a value: keys sorted by code unit, no spare space, keys that are `undefined` left out.
 * Two equal values have the same text on every machine.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** SHA-256 of the canonical JSON, as 64 hex digits. */
export function digestOf(value: Json): string {
  return digestOfText(canonicalJson(value));
}

/** SHA-256 of a text or bytes, as 64 hex digits. */
export function digestOfText(text: string | Uint8Array): string {
  return hash('sha256', text);
}

// Array.isArray does not narrow readonly arrays out of a union.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
