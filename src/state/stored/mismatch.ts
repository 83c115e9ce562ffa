import type { ErrorObject } from 'ajv';
import { pointerSegments } from '../../values/json-pointer';

/** A validator that the build generates from a schema. */
interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** Definitions of the schemas that a pattern describes, in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  time: 'a UTC time such as 2026-11-18T09:12:00Z',
  address: 'an address such as cluster.staging',
  amount: 'an amount such as "0.185"',
  engine: 'the name of an engine',
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** Keywords that only report that a subschema failed. */
const OUTER = new Set(['anyOf', 'if']);

/** Returns the first problem of a stored document as a sentence with its path, or undefined for a valid one. */
export function mismatchOf(validate: Validator, value: unknown): string | undefined {
  if (validate(value)) return undefined;
  const errors = validate.errors ?? [];
  return sentenceOf(errors.reduce((best, error) => (rank(error) > rank(best) ? error : best)));
}

/** Returns a path in a document as text: `resources."cluster.api".kind`. */
export function pathText(segments: readonly string[]): string {
  return segments.map((segment) => (/^[\w-]+$/.test(segment) ? segment : JSON.stringify(segment))).join('.');
}

/** Ranks errors: the deepest is the most precise, and "not null" is the least precise. */
function rank({ keyword, instancePath, params }: ErrorObject): number {
  const depth = instancePath.split('/').length;
  if (OUTER.has(keyword)) return depth - 1;
  return keyword === 'type' && (params as { type: unknown }).type === 'null' ? depth - 0.5 : depth;
}

function sentenceOf(error: ErrorObject): string {
  const path = pointerSegments(error.instancePath);
  const { missingProperty } = error.params as { missingProperty?: string };
  if (missingProperty !== undefined) return `${pathText([...path, missingProperty])} is missing`;
  if (error.propertyName !== undefined)
    return `${pathText([...path, error.propertyName])} is not allowed there`;
  return `${path.length === 0 ? 'it' : pathText(path)} must be ${expected(error)}`;
}

function expected({ keyword, params, schemaPath }: ErrorObject): string {
  const { type, limit, allowedValue, allowedValues } = params as {
    readonly type?: string | readonly string[];
    readonly limit?: number;
    readonly allowedValue?: unknown;
    readonly allowedValues?: readonly unknown[];
  };
  switch (keyword) {
    case 'type':
      return [type ?? []]
        .flat()
        .map((name) => TYPES[name] ?? name)
        .join(' or ');
    case 'minimum':
      return `at least ${limit ?? 0}`;
    case 'const':
      return String(allowedValue);
    case 'enum':
      return (allowedValues ?? []).map(String).join(', ');
    case 'pattern':
      return PATTERNS[/definitions\/([a-z]+)/.exec(schemaPath)?.[1] ?? ''] ?? 'of another form';
    default:
      return 'another value';
  }
}
