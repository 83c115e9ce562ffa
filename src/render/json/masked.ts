import type { Json, JsonObject } from '../../values/json';
import { isUnknown } from '../../values/unknown';
import { isSensitive } from '../sensitive';

/** A value taken apart as Terraform's plan format does: what may be read, and where secrets and unknowns are. */
export interface Masked {
  /** Sensitive leaves are null; what is not known yet is left out of objects, and null in arrays. */
  readonly value: Json;
  /** The same shape with `true` at each sensitive leaf, without what is not sensitive. */
  readonly sensitive: Json;
  /** The same shape with `true` at each unknown leaf, without what is known. */
  readonly unknown: Json;
}

/** Takes one side of a change apart; a side that does not exist is null, with nothing sensitive or unknown. */
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

/** Only what is flagged, or holds something that is. */
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
