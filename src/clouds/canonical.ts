import { cloudMeant } from './index';
import { isObject } from '../values/is-object';

/** Returns the canonical name of a cloud that a user wrote by an alias or in another case; every other value as it is. */
export function canonicalCloud(word: unknown): unknown {
  return typeof word === 'string' ? (cloudMeant(word) ?? word) : word;
}

/** Returns a table with the canonical name of the cloud under `key`; every other value as it is. */
export function withCanonicalCloud(table: unknown, key: string): unknown {
  if (!isObject(table) || !Object.hasOwn(table, key)) return table;
  const { [key]: word } = table;
  const canonical = canonicalCloud(word);
  return canonical === word ? table : { ...table, [key]: canonical };
}
