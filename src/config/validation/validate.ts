import type { ErrorObject } from 'ajv';
import { didYouMean, nearestWord } from '../../values/did-you-mean';
import type { TomlDocument } from '../text/document';
import type { ProblemList, Severity } from './problems';
import type { TomlPath } from '../text/table-headers';
import { describeSchemaError, showValue } from './schema-error-message';
import { isObject } from '../../values/is-object';
import { pointerSegments } from '../../values/json-pointer';

/** A validator that ajv compiled from a schema. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export interface ValidateOptions {
  /** Helix's own keys. An unknown key that is one of them, or nearly, is an error even where others are warnings. */
  readonly ownKeys?: readonly string[];
}

/**
 * Validates the part of a document at `path`, and reports exactly one problem per invalid value, each at its line.
 * Unknown keys are errors, or have the severity of `x-unknown` in the table's schema (`warning`, `note`).
 * Returns whether the part has no errors.
 */
export function validate(
  document: TomlDocument,
  path: TomlPath,
  data: unknown,
  validator: Validator,
  problems: ProblemList,
  options: ValidateOptions = {},
): boolean {
  if (validator(data)) return true;
  let valid = true;
  for (const error of firstPerValue(validator.errors ?? [])) {
    const at = [...path, ...pathOf(error.instancePath, data)];
    const severity = reportError(document, at, error, problems, options);
    if (severity === 'error') valid = false;
  }
  return valid;
}

function reportError(
  document: TomlDocument,
  path: TomlPath,
  error: ErrorObject,
  problems: ProblemList,
  options: ValidateOptions,
): Severity {
  const parent = (error.parentSchema ?? {}) as SchemaObject;
  if (error.keyword === 'additionalProperties') {
    return reportUnknownKey(document, path, error, problems, options);
  }
  if (error.keyword === 'required') {
    const { missingProperty: key } = error.params as { missingProperty: string };
    const description = parent.properties?.[key]?.description;
    problems.error({
      code: 'missing-key',
      message: `${tableName(path)} needs \`${key}\`.`,
      hint: `Add \`${key} = ${exampleOf(parent.properties?.[key])}\`${description === undefined ? '.' : `: ${firstSentence(description)}`}`,
      place: () => document.place(path, 'table'),
    });
    return 'error';
  }
  if (error.propertyName !== undefined) {
    const key = error.propertyName;
    problems.error({
      code: 'bad-key',
      message: `${tableName(path)} cannot have the key ${JSON.stringify(key)}.`,
      hint: parent['x-hint'],
      place: () => document.place([...path, key], 'key'),
    });
    return 'error';
  }
  problems.error({
    ...describeSchemaError(error, path),
    place: () => document.place(path, 'value'),
  });
  return 'error';
}

function reportUnknownKey(
  document: TomlDocument,
  path: TomlPath,
  error: ErrorObject,
  problems: ProblemList,
  { ownKeys = [] }: ValidateOptions,
): Severity {
  const { additionalProperty: key } = error.params as { additionalProperty: string };
  const parent = (error.parentSchema ?? {}) as SchemaObject;
  const known = Object.keys(parent.properties ?? {});
  const own = nearestWord(key, ownKeys);
  const severity = own === undefined ? (parent['x-unknown'] ?? 'error') : 'error';
  const suggestion = didYouMean(key, known);
  const misplaced = own === key ? `\`${key}\` is not read in this table.` : undefined;
  const what = isTable(error.data, key) ? 'table' : 'key';
  problems.add(severity, {
    code: `unknown-${what}`,
    message: `${path.length === 0 ? 'The file' : tableName(path)} has no ${what} \`${key}\`${severity === 'error' ? '' : ': it is not read'}.`,
    hint: suggestion ?? misplaced ?? (known.length <= 12 ? `Known: ${known.join(', ')}.` : undefined),
    place: () => document.place([...path, key], 'key'),
  });
  return severity;
}

function isTable(parent: unknown, key: string): boolean {
  const value = (parent as Record<string, unknown>)[key];
  return isObject(value);
}

interface SchemaObject {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly 'x-unknown'?: Severity;
  readonly 'x-hint'?: string;
}

// A value of the wrong type violates other rules as well: only the first of these is reported.
const RANK = ['type', 'enum', 'const', 'minLength', 'pattern', 'format'];

function firstPerValue(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept = new Map<string, ErrorObject>();
  for (const error of errors) {
    // A rule that groups others has no message of its own.
    if (['if', 'anyOf', 'oneOf', 'allOf', 'not', 'propertyNames'].includes(error.keyword)) continue;
    const params = error.params as { additionalProperty?: string; missingProperty?: string };
    const key = `${error.instancePath}\0${params.additionalProperty ?? ''}\0${params.missingProperty ?? ''}\0${error.propertyName ?? ''}`;
    const before = kept.get(key);
    if (before === undefined || rank(error) < rank(before)) kept.set(key, error);
  }
  return [...kept.values()];
}

function rank(error: ErrorObject): number {
  const index = RANK.indexOf(error.keyword);
  return index === -1 ? RANK.length : index;
}

/** Converts a JSON pointer to a path: array indices become numbers. */
function pathOf(pointer: string, data: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let value = data;
  for (const segment of pointerSegments(pointer)) {
    const key = Array.isArray(value) ? Number(segment) : segment;
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

/** Returns the header of a table for messages: `[cloud.staging.helix]`. */
export function tableName(path: TomlPath): string {
  return `\`[${path.join('.')}]\``;
}

function exampleOf(schema: SchemaObject | undefined): string {
  const example = schema?.examples?.[0];
  return example === undefined ? '...' : showValue(example);
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
}
