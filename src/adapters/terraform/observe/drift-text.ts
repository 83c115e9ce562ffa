import { canonicalJson } from '../../../values/digest';
import type { Json, JsonObject } from '../../../values/json';

const LONGEST = 100;

/**
 * The actual values where they differ from the wanted ones: short texts by path. Lists and maps name only the difference.
 */
export function driftTexts(
  path: string,
  now: Json | undefined,
  wanted: Json | undefined,
): Record<string, string> {
  if (isMap(now) || isMap(wanted)) {
    const [a, b] = [isMap(now) ? now : {}, isMap(wanted) ? wanted : {}];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return Object.assign(
      {},
      ...keys
        .filter((key) => text(a[key]) !== text(b[key]))
        .map((key) => driftTexts(`${path}.${key}`, a[key], b[key])),
    ) as Record<string, string>;
  }
  if (isList(now) || isList(wanted)) {
    const [a, b] = [isList(now) ? now : [], isList(wanted) ? wanted : []];
    const kept = new Set(b.map(text));
    const there = new Set(a.map(text));
    const more = a.filter((one) => !kept.has(text(one))).map(brief);
    const missing = b.filter((one) => !there.has(text(one))).map(brief);
    const parts = [...more, ...missing.map((one) => `without ${one}`)];
    return { [path]: shortened(parts.join('; ')) };
  }
  return { [path]: shortened(brief(now ?? null)) };
}

/** A value without its empty parts. */
function brief(value: Json): string {
  if (value === null || value === '') return '(none)';
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.map(brief).join(', ');
  return Object.entries(value)
    .filter(([, one]) => !isEmpty(one))
    .map(([key, one]) => `${key} ${brief(one)}`)
    .join(', ');
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || value === false || (isList(value) && value.length === 0);
}

function text(value: Json | undefined): string {
  return canonicalJson(value ?? null);
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 1)}…`;
}

function isMap(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
