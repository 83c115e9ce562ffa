import { isObject } from '../../../values/is-object';
import type { Json, JsonObject } from '../../../values/json';

/** The text that Terraform shows in place of a secret. */
const MASK = '(sensitive value)';

/** Shorter secrets are masked in their own places only: elsewhere the same letters may mean something else. */
const LONG = 6;

/**
 * Returns Terraform's JSON of a plan on one line, with a mask in place of each value that Terraform calls sensitive: of
 * resources, outputs and variables, and wherever else the text of a long one stands.
 */
export function maskedDocument(text: string): string {
  const found = new Set<string>();
  const document = maskedVariables(maskedMarks(JSON.parse(text) as Json, found), found);
  const secrets = [...found].filter(({ length }) => length >= LONG).sort((a, b) => b.length - a.length);
  return `${JSON.stringify(maskedTexts(document, secrets))}\n`;
}

/** The keys of values, and of the marks of what is sensitive in them. */
const MARKS: Readonly<Record<string, string>> = {
  values: 'sensitive_values',
  before: 'before_sensitive',
  after: 'after_sensitive',
};

/** Masks what has a mark beside it, and collects its texts. */
function maskedMarks(value: Json, found: Set<string>): Json {
  if (isArray(value)) return value.map((one) => maskedMarks(one, found));
  if (!isObject(value)) return value;
  return entriesOf(value, (key, one) => {
    const inner = maskedMarks(one, found);
    const marks = key === 'value' ? inside(value, 'sensitive') : value[MARKS[key] ?? ''];
    return MARKS[key] === undefined && key !== 'value' ? inner : maskedBy(marks, inner, found);
  });
}

/** Masks the values of the variables that the configuration declares as sensitive. */
function maskedVariables(document: Json, found: Set<string>): Json {
  if (!isObject(document)) return document;
  const given = inside(document, 'variables');
  const declared = inside(inside(inside(document, 'configuration'), 'root_module'), 'variables');
  if (given === undefined || !isObject(given)) return document;
  const variables = entriesOf(given, (name, one) =>
    isObject(one)
      ? entriesOf(one, (_, value) => maskedBy(inside(inside(declared, name), 'sensitive'), value, found))
      : one,
  );
  return { ...document, variables };
}

function maskedBy(marks: Json | undefined, value: Json, found: Set<string>): Json {
  if (marks === true && value !== null) {
    for (const text of textsIn(value)) found.add(text);
    return MASK;
  }
  if (isArray(value)) return value.map((one, index) => maskedBy(inside(marks, index), one, found));
  if (!isObject(value) || !isObject(marks)) return value;
  return entriesOf(value, (key, one) => maskedBy(marks[key], one, found));
}

function maskedTexts(value: Json, secrets: readonly string[]): Json {
  if (typeof value === 'string')
    return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), value);
  if (isArray(value)) return value.map((one) => maskedTexts(one, secrets));
  return isObject(value) ? entriesOf(value, (_, one) => maskedTexts(one, secrets)) : value;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return value === MASK ? [] : [value];
  if (isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function inside(value: Json | undefined, key: string | number): Json | undefined {
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) ? value[key] : undefined;
}

function entriesOf(value: JsonObject, change: (key: string, one: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(key, one)]));
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
