import { HelixError } from '../errors';
import type { Json, JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { isObject } from '../values/is-object';

const EDITED =
  'The state or the saved plan was edited by hand. `helix state verify` lists the records that were changed.';

/**
 * The fields of a resource's inputs or outputs, each read as one type. A missing key and null mean the same, so that both
 * get the default. Every method throws HelixError `state` for a value of another type, and for a missing one without a
 * default. The message never contains the value, which may be a secret.
 */
export class Fields {
  readonly #address: Address;
  readonly #json: JsonObject;
  readonly #path: string;

  constructor(address: Address, json: JsonObject, path = '') {
    this.#address = address;
    this.#json = json;
    this.#path = path;
  }

  text(key: string, otherwise?: string): string {
    return this.textOrNull(key) ?? otherwise ?? this.#missing(key);
  }

  textOrNull(key: string): string | null {
    const value = this.#json[key] ?? null;
    if (value === null || typeof value === 'string') return value;
    return this.#invalid(key, 'text');
  }

  number(key: string, otherwise?: number): number {
    return this.numberOrNull(key) ?? otherwise ?? this.#missing(key);
  }

  numberOrNull(key: string): number | null {
    const value = this.#json[key] ?? null;
    if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
    return this.#invalid(key, 'a number');
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#json[key] ?? otherwise;
    return typeof value === 'boolean' ? value : this.#invalid(key, 'true or false');
  }

  oneOf<T extends string>(key: string, values: readonly T[], otherwise: T): T {
    const value = this.#json[key] ?? otherwise;
    return values.find((one) => one === value) ?? this.#invalid(key, values.join(' or '));
  }

  texts(key: string): readonly string[] {
    const value = this.#list(key);
    return value.every((item) => typeof item === 'string') ? value : this.#invalid(key, 'a list of text');
  }

  numbers(key: string): readonly number[] {
    const value = this.#list(key);
    return value.every((item) => typeof item === 'number') ? value : this.#invalid(key, 'a list of numbers');
  }

  /** An object whose values are all text; empty when it is missing. */
  textByName(key: string): Readonly<Record<string, string>> {
    const value = this.objectOrNull(key) ?? {};
    for (const name in value) {
      if (typeof value[name] !== 'string') return this.#invalid(key, 'an object of text');
    }
    return value as Readonly<Record<string, string>>;
  }

  /** Whether the value is an object, for a key that may hold either. */
  holdsObject(key: string): boolean {
    return isObject(this.#json[key]);
  }

  object(key: string): JsonObject {
    return this.objectOrNull(key) ?? this.#missing(key);
  }

  objectOrNull(key: string): JsonObject | null {
    const value = this.#json[key] ?? null;
    if (value === null || isObject(value)) return value;
    return this.#invalid(key, 'an object');
  }

  /** The fields of an object inside this one; null when it is missing. */
  within(key: string): Fields | null {
    const value = this.objectOrNull(key);
    return value && new Fields(this.#address, value, `${this.#path}${key}.`);
  }

  #list(key: string): readonly Json[] {
    const value = this.#json[key] ?? [];
    return isList(value) ? value : this.#invalid(key, 'a list');
  }

  #missing(key: string): never {
    throw new HelixError('state', `${this.#address} has no \`${this.#path}${key}\` on record.`, {
      hint: EDITED,
    });
  }

  #invalid(key: string, rule: string): never {
    const name = `\`${this.#path}${key}\``;
    throw new HelixError('state', `${this.#address} has an invalid ${name} on record: it must be ${rule}.`, {
      hint: EDITED,
    });
  }
}

// Array.isArray does not narrow readonly arrays out of a union.
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
