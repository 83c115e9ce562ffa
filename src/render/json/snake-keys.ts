import type { Json } from '../../values/json';

/** The keys below which names are the user's or the cloud's own, not ours. */
const FOREIGN = ['inputs', 'outputs'];

/** Returns a value with our keys in snake_case; what stands below inputs and outputs keeps its names. */
export function snakeKeys(value: unknown): Json {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value as Json;
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = given.map(([key, member]): [string, Json] => [
    snakeCase(key),
    FOREIGN.includes(key) ? (member as Json) : snakeKeys(member),
  ]);
  return Object.fromEntries(members);
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
