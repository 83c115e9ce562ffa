import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../values/json';
import type { SecretDigests } from '../../values/secret-digests';
import { secretReferences, secretValue } from './references';
import type { ReadVariable, SecretReference } from './references';

/** Reads the values of secrets, and compares them with those of the records. */
export interface SecretReader {
  /** The key of the state; null: the state has none yet, and so no record has a digest. */
  readonly key: string | null;
  readonly variable: ReadVariable;
}

/** Returns the digests of the present values of all references in inputs. A variable without a value has none. */
export function presentDigests(inputs: JsonObject, { key, variable }: SecretReader): SecretDigests {
  if (key === null) return {};
  return Object.fromEntries(
    secretReferences(inputs).flatMap((reference) => {
      const value = secretValue(variable, reference);
      return value === undefined ? [] : [[reference.path, digestOfSecret(key, reference.path, value)]];
    }),
  );
}

/** A reference whose present value is not the one on record. */
export interface SecretChange {
  readonly path: string;
  /** `unrecorded`: the record does not tell which value the resource has. */
  readonly why: 'changed' | 'unrecorded';
}

/**
 * Returns the references of a recorded resource whose present values have to be brought over. References that are new or
 * edited are not among them: their inputs differ. Nor are those without a value.
 */
export function secretChanges(
  record: { readonly inputs: JsonObject; readonly secretDigests?: SecretDigests },
  wanted: JsonObject,
  reader: SecretReader,
): readonly SecretChange[] {
  const references = secretReferences(wanted);
  if (references.length === 0) return [];
  const before = new Map(secretReferences(record.inputs).map((before) => [before.path, before]));
  return references.flatMap((reference): SecretChange[] => {
    const { path } = reference;
    const value = secretValue(reader.variable, reference);
    if (!isSameReference(before.get(path), reference) || value === undefined) return [];
    const known = record.secretDigests?.[path];
    if (known === undefined || reader.key === null) return [{ path, why: 'unrecorded' }];
    return known === digestOfSecret(reader.key, path, value) ? [] : [{ path, why: 'changed' }];
  });
}

function isSameReference(before: SecretReference | undefined, { variable, from }: SecretReference): boolean {
  return before?.variable === variable && before.from === from;
}

function digestOfSecret(key: string, path: string, value: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(`${path}\0${value}`).digest('hex');
}
