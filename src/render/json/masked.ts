import type { Json, JsonObject } from '../../values/json';
import { isUnknown } from '../../values/unknown';
import { isSensitive } from '../sensitive';

/** A value split as Terraform's plan format does: the readable part, and the places of secrets and unknowns. */
export interface Masked {
  /** Sensitive leaves are null; unknown values are left out of objects and null in arrays. */
  readonly value: Json;
  /** The same shape with `true` at each sensitive leaf; other leaves are left out. */
  readonly sensitive: Json;
  /** The same shape with `true` at each unknown leaf; other leaves are left out. */
  readonly unknown: Json;
}

/** Splits one side of a change; a missing side is null, with nothing sensitive or unknown. */
export function masked(side: JsonObject | null): Masked {
  return side === null ? { value: null, sensitive: false, unknown: {} } : maskedObject(side);
}

function maskedValue(value: Json): Masked {
  if (isUnknown(value)) return { value: null, sensitive: false, unknown: true };
  if (isSensitive(value)) return { value: null, sensitive: true, unknown: false };
  if (value === null || typeof value !== 'object') return { value, sensitive: false, unknown: false };
  return isArray(value) ? maskedArray(value) : maskedObject(value);
}

function maskedObject(value: JsonObject): Masked {
  const parts = Object.entries(value).map(([key, member]) => ({ key, ...maskedValue(member) }));
  const known = parts.filter(({ unknown }) => unknown !== true);
  return {
    value: Object.fromEntries(known.map((part) => [part.key, part.value])),
    sensitive: flags(parts.map(({ key, sensitive }) => [key, sensitive])),
    unknown: flags(parts.map(({ key, unknown }) => [key, unknown])),
  };
}

/** Keeps only flagged values and the containers of flagged values. */
function flags(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries.filter(([, flag]) => isFlagged(flag)));
}

function maskedArray(values: readonly Json[]): Masked {
  const parts = values.map(maskedValue);
  return {
    value: parts.map(({ value }) => value),
    sensitive: arrayFlags(parts.map(({ sensitive }) => sensitive)),
    unknown: arrayFlags(parts.map(({ unknown }) => unknown)),
  };
}

function arrayFlags(items: readonly Json[]): Json {
  return items.some(isFlagged) ? items : false;
}

function isFlagged(flag: Json): boolean {
  if (flag === null || typeof flag !== 'object') return flag === true;
  return isArray(flag) ? flag.some(isFlagged) : Object.keys(flag).length > 0;
}

// Array.isArray does not narrow readonly arrays out of a union.
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
