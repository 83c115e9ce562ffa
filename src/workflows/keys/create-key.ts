import type { KeyRequest, KeyService, NewKey } from '../../ports/keys';
import type { Ports } from '../../ports/ports';
import { openKeys } from './open-keys';

/** Hands a new key over to the user: to a file or to standard output. */
export type Deliver = (key: string) => Promise<void>;

/** Creates a key and hands it over. One that could not be handed over is revoked: nobody has it. */
export async function createKey(
  ports: Ports,
  directory: string,
  request: KeyRequest,
  deliver: Deliver,
): Promise<NewKey> {
  const { keys } = await openKeys(ports, directory);
  const made = await keys.create(request, ports.random.uuid());
  await deliverOrRevoke(keys, made, deliver);
  return made;
}

/** @throws what the delivery throws, once the key is revoked */
export async function deliverOrRevoke(keys: KeyService, made: NewKey, deliver: Deliver): Promise<void> {
  try {
    await deliver(made.key);
  } catch (error) {
    await keys.revoke(made.id);
    throw error;
  }
}
