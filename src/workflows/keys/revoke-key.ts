import { HelixError } from '../../errors';
import type { KeyInfo } from '../../ports/keys';
import type { Ports } from '../../ports/ports';
import { openKeys } from './open-keys';

/** Asks whether to revoke a key; `source` is the place of the key in use, null for another key. */
export type ConfirmRevocation = (source: string | null) => Promise<boolean>;

/** Revokes a key. Returns it, with the place that still holds it where it was the key in use. */
export async function revokeKey(
  ports: Ports,
  directory: string,
  id: string,
  confirm: ConfirmRevocation,
): Promise<{ readonly revoked: KeyInfo; readonly source: string | null }> {
  if (!isKeyId(id)) throw unknownKey(id);
  const { keys, current } = await openKeys(ports, directory);
  const me = await keys.readMe();
  const source = me.key.id === id ? current.source : null;
  if (!(await confirm(source))) throw new HelixError('cancelled', 'nothing was revoked');
  try {
    return { revoked: await keys.revoke(id), source };
  } catch (error) {
    if (!(error instanceof HelixError) || error.kind !== 'not-found') throw error;
    throw unknownKey(id);
  }
}

/** Whether a word can be an id: another one would lead to another path of the API. */
function isKeyId(word: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(word);
}

function unknownKey(id: string): HelixError {
  return new HelixError('not-found', `There is no key of the id ${JSON.stringify(id)}.`, {
    hint: '`helix keys list` lists the ids.',
  });
}
