import { HelixError } from '../../errors';
import type { Me, RotatedKey } from '../../ports/keys';
import type { Ports } from '../../ports/ports';
import { deliverOrRevoke } from './create-key';
import type { Deliver } from './create-key';
import { findKey } from './find-key';
import { openKeys } from './open-keys';
import type { OpenKeys } from './open-keys';

export interface RotateKeyRequest {
  readonly directory: string;
  /** An id, a name or `cluster:ID`; null: the key in use. */
  readonly word: string | null;
  readonly graceSeconds: number;
  /** Hands the new key over; null: only where it is not saved in the place of the old one. */
  readonly deliver: Deliver;
  /** Whether a key that is saved is handed over as well. */
  readonly alsoDelivers: boolean;
  readonly onNote: (text: string) => void;
}

/** A new key, and the place where it was saved; null: it was handed over alone. */
export interface KeyRotation {
  readonly made: RotatedKey;
  readonly place: string | null;
}

/** Creates the successor of a key, checks that it works, and saves it in the place of the old one or hands it over. */
export async function rotateKey(ports: Ports, request: RotateKeyRequest): Promise<KeyRotation> {
  const open = await openKeys(ports, request.directory);
  const me = await open.keys.readMe();
  const id = await findId(ports, open, me, request.word);
  if (id === me.key.id && open.current.saved) return replaceSaved(ports, open, id, request);
  const made = await open.keys.rotate(id, request.graceSeconds, ports.random.uuid());
  const own = await ports.helixCloud.loadKeys(open.endpoint, made.key, null);
  await deliverOrRevoke(own, made, async (key) => {
    await own.readMe();
    await request.deliver(key);
  });
  if (id === me.key.id) {
    request.onNote(
      `${open.current.source} still holds the old key, which works until ${made.previousValidUntil}: set it to the new one.`,
    );
  }
  return { made, place: null };
}

async function replaceSaved(
  ports: Ports,
  { endpoint, keys, current }: OpenKeys,
  id: string,
  { graceSeconds, deliver, alsoDelivers, onNote }: RotateKeyRequest,
): Promise<KeyRotation> {
  onNote(
    `If this is interrupted, the key in ${current.source} still works: run \`helix keys rotate\` again.`,
  );
  const { made, place } = await ports.credentials.replace(current, {
    request: `rotate ${endpoint} ${id} ${graceSeconds}`,
    create: (idempotencyKey) => keys.rotate(id, graceSeconds, idempotencyKey),
    verify: async ({ key }) => {
      await (await ports.helixCloud.loadKeys(endpoint, key, null)).readMe();
    },
    withdraw: async (lost) => {
      const own = await ports.helixCloud.loadKeys(endpoint, lost.key, null);
      await own.revoke(lost.id).catch(() => {
        onNote(`The new key ${lost.id} was not saved, and could not be revoked: revoke it.`);
      });
      onNote(`The old key works until ${lost.previousValidUntil}.`);
    },
  });
  if (alsoDelivers) await deliver(made.key);
  return { made, place };
}

async function findId(ports: Ports, { keys }: OpenKeys, me: Me, word: string | null): Promise<string> {
  const { id, name, scope } = me.key;
  const isMine = word === null || word === id || word === name || (word === scope && isClusterScope(word));
  if (isMine) return id;
  const found = findKey(await keys.list(), word, ports.clock.now());
  if (found !== null) return found.id;
  throw new HelixError('not-found', `There is no key ${JSON.stringify(word)} in force.`, {
    hint: isClusterScope(word)
      ? `\`helix keys create NAME --scope ${word}\` creates one. \`helix keys list\` lists them.`
      : '`helix keys list` lists them.',
  });
}

function isClusterScope(word: string): boolean {
  return word.startsWith('cluster:');
}
