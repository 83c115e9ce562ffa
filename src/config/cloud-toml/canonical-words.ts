import { canonicalCloud, withCanonicalCloud } from '../../clouds/canonical';
import { isObject } from '../../values/is-object';

type Table = Record<string, unknown>;

/**
 * Returns the data of a cloud.toml with the words of a fixed set in their canonical form: clouds by alias or in another
 * case, and the types of credentials (`File`). Everything else stays as it is, valid or not.
 */
export function withCanonicalWords(data: Table): Table {
  const { providers } = data;
  if (!isObject(providers)) return data;
  const tables = Object.entries(providers).map(([name, table]) => [name, withCanonicalAccount(table)]);
  return { ...data, providers: Object.fromEntries(tables) as Table };
}

function withCanonicalAccount(written: unknown): unknown {
  const table = withCanonicalCloud(written, 'provider_type');
  if (!isObject(table) || !isObject(table['credentials'])) return table;
  const { type } = table['credentials'];
  if (typeof type !== 'string') return table;
  return { ...table, credentials: { ...table['credentials'], type: type.toLowerCase() } };
}

/** Whether two names of accounts mean the same cloud, such as an alias and its title. */
export function isSameCloud(one: string, other: string): boolean {
  return canonicalCloud(one) === canonicalCloud(other);
}
