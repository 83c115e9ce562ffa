/** A value that Helix writes into a TOML file. Whole numbers are written as integers. */
export type TomlValue =
  | string
  | number
  | boolean
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue };

/** Returns a key as TOML text: bare if possible, else quoted. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key);
}

/** Returns a path as TOML text: `cloud.staging.helix`. */
export function tomlPath(path: readonly string[]): string {
  return path.map(tomlKey).join('.');
}

/** Returns a value as TOML text on one line; tables become inline tables. Throws for infinities and NaN. */
export function tomlValue(value: TomlValue): string {
  if (typeof value === 'string') return tomlString(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`not a setting: ${value}`);
    return String(value);
  }
  if (isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => tomlPair(key, member));
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Returns `key = value` as TOML text. */
export function tomlPair(key: string, value: TomlValue): string {
  return `${tomlKey(key)} = ${tomlValue(value)}`;
}

/** Returns a string as TOML text, in quotes. */
export function tomlString(text: string): string {
  // TOML has the escapes of JSON, and requires one for DEL as well.
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

// Array.isArray does not narrow readonly arrays out of a union.
function isArray(value: readonly TomlValue[] | object): value is readonly TomlValue[] {
  return Array.isArray(value);
}
