import { createHash, hash } from 'node:crypto';
import type { Json } from './json';

/**
 * Returns the canonical JSON text of a value: keys sorted by code unit, no spaces, `undefined` keys left out. Two equal
 * values have the same text on every host.
 */
export function canonicalJson(value: Json): string {
  if (isInOrder(value)) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as { readonly [key: string]: Json | undefined };
  const parts = Object.keys(members)
    .sort()
    .flatMap((key) => {
      const member = members[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${parts.join(',')}}`;
}

/**
 * Whether all keys are already in canonical order, so that plain JSON is the canonical text. Sorting keys was a third of
 * the memory of a plan of 100,000, so values that are digested often are written in order.
 */
function isInOrder(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isArray(value)) {
    for (const item of value) if (!isInOrder(item)) return false;
    return true;
  }
  let before = '';
  for (const key in value) {
    if (key < before || !isInOrder(value[key])) return false;
    before = key;
  }
  return true;
}

/** Returns the SHA-256 of the canonical JSON, as 64 hex digits. */
export function digestOf(value: Json): string {
  return digestOfText(canonicalJson(value));
}

/** Returns `digestOf` a long list, whose text is never held whole. */
export function digestOfList(items: Generator<Json>): string {
  const text = new HashedText();
  text.writeList(items);
  return text.digest();
}

/**
 * Returns `digestOf` an object with long lists as members. Their items are hashed one by one, so that their text is never
 * held whole.
 */
export function digestOfLong(members: Readonly<Record<string, Json | Generator<Json>>>): string {
  const text = new HashedText();
  Object.keys(members)
    .sort()
    .forEach((key, i) => {
      const member = members[key] ?? null;
      text.write(`${i === 0 ? '{' : ','}${JSON.stringify(key)}:`);
      if (isGenerator(member)) text.writeList(member);
      else text.write(canonicalJson(member));
    });
  text.write('}');
  return text.digest();
}

/** The number of characters that are hashed at a time. */
const CHUNK = 1 << 16;

/** A text that is hashed while it is written. */
class HashedText {
  readonly #sha256 = createHash('sha256');
  #text = '';

  write(part: string): void {
    this.#text += part;
    if (this.#text.length < CHUNK) return;
    this.#sha256.update(this.#text);
    this.#text = '';
  }

  writeList(items: Generator<Json>): void {
    let before = '[';
    for (const item of items) {
      this.write(before + canonicalJson(item));
      before = ',';
    }
    this.write(before === '[' ? '[]' : ']');
  }

  digest(): string {
    return this.#sha256.update(this.#text).digest('hex');
  }
}

/** Returns the SHA-256 of a text or bytes, as 64 hex digits. */
export function digestOfText(text: string | Uint8Array): string {
  return hash('sha256', text);
}

// Array.isArray does not narrow readonly arrays out of a union.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isGenerator(value: Json | Generator<Json>): value is Generator<Json> {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';
}
