import type { Json, JsonObject } from './json';

/** Tells an object with keys (a JSON object, a TOML table) from a list, a date, null and everything else. */
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: unknown): value is Record<string, unknown>;
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
