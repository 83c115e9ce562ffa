import { HelixError } from '../../errors';
import type { KeyInfo } from '../../ports/keys';

/**
 * Returns the key of that id, else the newest one in force of that name, or of that scope `cluster:ID`; null where there
 * is none. A key that was rotated has the same name as its successor.
 * @throws HelixError `config` for a scope that keys of several names have
 */
export function findKey(keys: readonly KeyInfo[], word: string, now: Date): KeyInfo | null {
  const byId = keys.find(({ id }) => id === word);
  if (byId !== undefined) return byId;
  const inForce = keys.filter((key) => isInForce(key, now));
  const named = inForce.filter(({ name }) => name === word);
  if (named.length > 0) return newest(named);
  const scoped = word.startsWith('cluster:') ? inForce.filter(({ scope }) => scope === word) : [];
  const names = [...new Set(scoped.map(({ name }) => name))];
  if (names.length <= 1) return newest(scoped);
  throw new HelixError('config', `Several keys have the scope ${word}: ${names.join(', ')}.`, {
    hint: 'Name the one that is meant.',
  });
}

function newest(keys: readonly KeyInfo[]): KeyInfo | null {
  return keys.reduce<KeyInfo | null>(
    (last, key) => (last === null || key.createdAt >= last.createdAt ? key : last),
    null,
  );
}

function isInForce({ revokedAt, expiresAt }: KeyInfo, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now.getTime());
}
