import type { ErrorObject } from 'ajv';
import { isSecretName } from '../secret-shapes';
import { didYouMean } from '../../values/did-you-mean';
import type { TomlPath } from '../text/table-headers';

/** Describes what is wrong with a value: code, message, hint. Shows at most a few words of the value. */
export function describeSchemaError(
  error: ErrorObject,
  path: TomlPath,
): { code: string; message: string; hint?: string | undefined } {
  const name = `\`${path.map(String).join('.')}\``;
  const schemaHint = (error.parentSchema as { 'x-hint'?: string } | undefined)?.['x-hint'];
  const params = error.params as Params;
  const secret = path.some((segment) => isSecretName(String(segment)));
  const value = secret ? 'this' : showValue(error.data);
  switch (error.keyword) {
    case 'type':
      return {
        code: 'wrong-type',
        message: `${name} must be ${typesInWords(params.type)}, not ${typeInWords(error.data)}.`,
        hint: (secret ? undefined : typeHint(params.type, error.data)) ?? schemaHint,
      };
    case 'enum':
    case 'const': {
      const allowed = (params.allowedValues ?? [params.allowedValue]).map(String);
      const list = allowed.map((word) => `\`${word}\``).join(', ');
      return {
        code: 'not-allowed',
        message: `${name} cannot be ${value}: ${allowed.length === 1 ? 'only' : 'one of'} ${list}.`,
        hint: (typeof error.data === 'string' ? didYouMean(error.data, allowed) : undefined) ?? schemaHint,
      };
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return {
        code: 'out-of-range',
        message: `${name} is ${value}, and must be ${comparisonInWords(params)}.`,
        hint: schemaHint,
      };
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return {
        code: 'too-short',
        message:
          params.limit === 1
            ? `${name} must not be empty.`
            : `${name} must have at least ${String(params.limit)}.`,
        hint: schemaHint,
      };
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return {
        code: 'too-long',
        message: `${name} must have at most ${String(params.limit)}${error.keyword === 'maxLength' ? ' characters' : ''}.`,
        hint: schemaHint,
      };
    default:
      return { code: 'bad-value', message: `${name} cannot be ${value}.`, hint: schemaHint };
  }
}

/** Returns a value as it is shown in a message: short, on one line. */
export function showValue(value: unknown): string {
  if (typeof value === 'bigint' || value instanceof Date) return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

interface Params {
  readonly type?: string | readonly string[];
  readonly allowedValues?: readonly unknown[];
  readonly allowedValue?: unknown;
  readonly comparison?: string;
  readonly limit?: number;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a table',
  null: 'nothing',
};

function typesInWords(types: Params['type']): string {
  return [types ?? []]
    .flat()
    .map((type) => WORDS[type] ?? type)
    .join(' or ');
}

/** Returns the type of a TOML value, in words. */
function typeInWords(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return `\`${String(value)}\``;
  if (typeof value !== 'number') return 'a table';
  if (!Number.isFinite(value)) return `\`${value}\``;
  return Number.isInteger(value) ? `the number ${value}` : `the number ${value} with a fraction`;
}

function typeHint(types: Params['type'], value: unknown): string | undefined {
  const wanted = [types ?? []].flat();
  if (typeof value === 'string') {
    if (wanted.includes('integer') && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`;
    if (wanted.includes('number') && /^\d+(\.\d+)?$/.test(value)) return `Write it without quotes: ${value}.`;
    if (wanted.includes('boolean') && /^(true|false)$/.test(value))
      return `Write it without quotes: ${value}.`;
    if (wanted.includes('array')) return `Write it as a list: [${showValue(value)}].`;
  }
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted.includes('string')) {
    return `Write it in quotes: "${String(value)}".`;
  }
  return undefined;
}

function comparisonInWords({ comparison, limit }: Params): string {
  const words: Record<string, string> = {
    '>=': 'at least',
    '<=': 'at most',
    '>': 'more than',
    '<': 'less than',
  };
  return `${words[comparison ?? ''] ?? comparison ?? ''} ${String(limit)}`;
}
