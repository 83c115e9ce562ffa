/** What is wrong with a value: where in it, and what was expected there. */
export interface Complaint {
  /** Dotted: `resources."cluster.api".kind`; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
}

/** Says what is wrong with a value, or undefined when nothing is. */
export type Check = (value: unknown) => Complaint | undefined;

export const text: Check = (value) => (typeof value === 'string' ? undefined : wrong('a string'));
export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : wrong('true or false'));
export const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? undefined
    : wrong('an integer that is not negative');
/** Any JSON. */
export const anything: Check = () => undefined;
export const object: Check = (value) => (isObject(value) ? undefined : wrong('an object'));

const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;
/** An amount as decimal text, without an exponent. */
export const decimal: Check = (value) =>
  typeof value === 'string' && DECIMAL.test(value) ? undefined : wrong('an amount such as "0.185"');

// A day that no calendar has would be no time at all to whoever reckons with it.
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/;
/** RFC 3339 in UTC. */
export const time: Check = (value) =>
  typeof value === 'string' && TIME.test(value)
    ? undefined
    : wrong('a UTC time such as 2026-11-18T09:12:00Z');

const ADDRESS = /^(cluster|registry_repo|image|instance|ttl_policy)\../s;
export const address: Check = (value) =>
  typeof value === 'string' && ADDRESS.test(value) ? undefined : wrong('an address such as cluster.staging');

export function oneOf(...allowed: readonly (string | number | null)[]): Check {
  return (value) => (allowed.includes(value as string) ? undefined : wrong(allowed.map(String).join(', ')));
}

export function nullable(check: Check): Check {
  return (value) => (value === null ? undefined : check(value));
}

export function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return wrong('a list');
    for (const [index, item] of value.entries()) {
      const complaint = check(item);
      if (complaint !== undefined) return below(String(index), complaint);
    }
    return undefined;
  };
}

/** An object of any keys whose values all pass. */
export function mapOf(check: Check): Check {
  return (value) => {
    if (!isObject(value)) return wrong('an object');
    for (const [key, member] of Object.entries(value)) {
      const complaint = check(member);
      if (complaint !== undefined) return below(key, complaint);
    }
    return undefined;
  };
}

/** An object with at least these keys. Others are left alone, so that a later version may add some. */
export function objectOf(keys: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(keys);
  return (value) => {
    if (!isObject(value)) return wrong('an object');
    for (const [key, check] of checks) {
      const complaint = Object.hasOwn(value, key) ? check(value[key]) : wrong('a value; it is missing');
      if (complaint !== undefined) return below(key, complaint);
    }
    return undefined;
  };
}

/** Keys that an object may have or not. */
export function andPerhaps(required: Check, keys: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(keys);
  return (value) => {
    const complaint = required(value);
    if (complaint !== undefined) return complaint;
    for (const [key, check] of checks) {
      const inner = (value as Record<string, unknown>)[key];
      const wrongInner = inner === undefined ? undefined : check(inner);
      if (wrongInner !== undefined) return below(key, wrongInner);
    }
    return undefined;
  };
}

/** An object without these keys. */
export function withoutKeys(...keys: readonly string[]): Check {
  return (value) => {
    const found = isObject(value) ? keys.find((key) => Object.hasOwn(value, key)) : '';
    if (found === '') return wrong('an object');
    return found === undefined ? undefined : below(found, wrong('absent'));
  };
}

/** An object from addresses to values that name their own address, where they are not null. */
export function byAddress(check: Check): Check {
  return (value) => {
    if (!isObject(value)) return wrong('an object');
    for (const key of Object.keys(value)) {
      const item = value[key];
      const complaint =
        check(item) ??
        ((item as { address: unknown } | null)?.address === key || item === null
          ? undefined
          : wrong('its own address as its key'));
      if (complaint !== undefined) return below(JSON.stringify(key), complaint);
    }
    return undefined;
  };
}

/** An object with an address, of which these members are null or name the same one. */
export function ofOneAddress(check: Check, ...keys: readonly string[]): Check {
  return (value) => {
    const complaint = check(value);
    if (complaint !== undefined) return complaint;
    const whole = value as Record<string, { readonly address: unknown } | null> & { address: unknown };
    const other = keys.find((key) => whole[key] !== null && whole[key]?.address !== whole.address);
    return other === undefined
      ? undefined
      : below(other, below('address', wrong('that of what it is part of')));
  };
}

function wrong(expected: string): Complaint {
  return { path: '', expected };
}

function below(key: string, { path, expected }: Complaint): Complaint {
  return { path: path === '' ? key : `${key}.${path}`, expected };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
