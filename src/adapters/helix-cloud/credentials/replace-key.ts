import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { ApiKey, ReplaceSteps } from '../../../ports/credentials';
import type { Random } from '../../../ports/random';
import type { ProcessTable } from '../../host/process-table';
import { makeDirectoryOf, readCredentialsFile, removeStaged, stageText } from './credentials-file';
import { holdCredentials } from './credentials-lock';
import type { PendingRequest } from './credentials-lock';
import { parseCredentials, withCredentials } from './credentials-text';
import type { Profile } from './credentials-text';

interface Place {
  readonly file: string;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: ProcessTable;
}

/**
 * Creates a key and saves it in the place of the current one. In this order: hold the file, with the request in the lock;
 * create; write the new file beside the old one; verify; replace. An end before the last step
 * leaves the file as it was, and a lock from which the next run takes the request, so that one key is made and not two.
 */
export async function replaceHeldKey<Key extends { readonly key: string }>(
  place: Place,
  current: ApiKey,
  steps: ReplaceSteps<Key>,
): Promise<Key> {
  const { file, profile, random } = place;
  await makeDirectoryOf(file);
  let pending: PendingRequest = { request: steps.request, idempotencyKey: random.uuid() };
  const held = await holdCredentials(file, place, (interrupted) => {
    if (interrupted?.request === steps.request) pending = interrupted;
    return pending;
  });
  try {
    await removeStaged(file);
    await readUnchanged(file, profile, current);
    const made = await createOnce(steps, pending.idempotencyKey, held.interrupted !== null, random);
    try {
      await saveVerified(place, current, made, steps);
    } catch (error) {
      await steps.withdraw(made);
      throw error;
    }
    return made;
  } finally {
    await held.release();
  }
}

/** Creates the key. One that an interrupted run has made and used already cannot be had again: another is made. */
async function createOnce<Key>(
  { create }: ReplaceSteps<Key>,
  idempotencyKey: string,
  isRepeated: boolean,
  random: Random,
): Promise<Key> {
  try {
    return await create(idempotencyKey);
  } catch (error) {
    if (isRepeated && error instanceof HelixError && error.kind === 'refused') return create(random.uuid());
    throw error;
  }
}

async function saveVerified<Key extends { readonly key: string }>(
  { file, profile }: Place,
  current: ApiKey,
  made: Key,
  { verify }: ReplaceSteps<Key>,
): Promise<void> {
  const text = await readUnchanged(file, profile, current);
  const userId = parseCredentials(text, profile).userId ?? 'helix';
  const staged = await stageText(file, withCredentials(text, profile, { userId, key: made.key }));
  try {
    await verify(made);
    await readUnchanged(file, profile, current);
    await staged.commit();
  } catch (error) {
    await staged.discard();
    throw error;
  }
}

/** Returns the file's text. @throws HelixError `refused` when its key is no longer the current one */
async function readUnchanged(file: string, profile: Profile, current: ApiKey): Promise<string> {
  const text = (await readCredentialsFile(file)) ?? '';
  if (parseCredentials(text, profile).key === current.key) return text;
  throw new HelixError('refused', `${file} has another key than when this began: nothing was saved.`, {
    hint: 'Another run has changed it. `helix auth status --check` shows whether its key works.',
  });
}
