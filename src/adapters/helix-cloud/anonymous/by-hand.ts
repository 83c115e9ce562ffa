import type { AnonymousAsked, AnonymousMade, AnonymousSeen, InstanceAt } from '../../../ports/helix-cloud';
import { HelixError } from '../../../errors';
import type { HelixCloudClient } from '../api/client';
import { CloudError, isCloudError } from '../api/cloud-error';
import { findKeyed } from './find-keys';
import type { KeysFile } from './keys-file';

/** The connection of commands that are about one instance. */
export interface ByHand {
  readonly client: HelixCloudClient;
  readonly keys: KeysFile;
  readonly variable: (name: string) => string | undefined;
}

/** Creates an instance, or finds the one that an interrupted run has created for the same place, and keeps its keys. */
export async function createByHand({ client, keys }: ByHand, asked: AnonymousAsked): Promise<AnonymousMade> {
  const { name, region, buildMode, place } = asked;
  const keysFile = keys.path;
  const body = { name, build_mode: buildMode, db_config: {}, ...(region !== null && { region }) };
  for (;;) {
    const { idempotencyKey } = await keys.begin(place);
    try {
      const created = await client.anonymous.create(body, idempotencyKey);
      const { instance_id: instanceId, deployment_key: deploymentKey, api_key: apiKey } = created;
      const { expires_at: expiresAt } = created;
      await keys.keep(client.endpoint, instanceId, { deploymentKey, apiKey, expiresAt });
      return { instanceId, region: created.region, expiresAt, keysFile };
    } catch (error) {
      const isStale =
        isCloudError(error, 'rejected', 'gone') || isCloudError(error, 'rejected', 'idempotency_key_reused');
      if (error instanceof CloudError && error.status === 400) {
        throw new HelixError('config', error.message, { hint: '`helix cloud regions` lists the regions.' });
      }
      // That of an interrupted run is gone, or was asked for differently: it is not taken up again.
      if (!isStale) throw error;
      await keys.finish(place);
    }
  }
}

/** Deletes an instance again and forgets its keys. */
export async function deleteByHand(
  { client, keys, variable }: ByHand,
  { instanceId }: InstanceAt,
): Promise<void> {
  const { endpoint } = client;
  await client.anonymous.delete(await findKeyed({ file: keys, variable, endpoint }, instanceId, null));
  await keys.forget(endpoint, instanceId);
}

/** Reads an instance. @throws HelixError `not-found` for one that was deleted, or has ended */
export async function readByHand(
  { client, keys, variable }: ByHand,
  { instanceId, deploymentKey }: InstanceAt,
): Promise<AnonymousSeen> {
  const { endpoint } = client;
  const keyed = await findKeyed({ file: keys, variable, endpoint }, instanceId, deploymentKey);
  const instance = await client.anonymous.readStatus(keyed).catch((error: unknown) => {
    if (!isCloudError(error, 'rejected', 'gone')) throw error;
    throw new HelixError('not-found', error.message, error.hint === undefined ? {} : { hint: error.hint });
  });
  if (instance === null) {
    throw new HelixError('not-found', `${endpoint} has no instance ${instanceId}`, {
      hint: 'It was deleted. Take `instance_id` out of its table, and the next apply creates another one.',
    });
  }
  const { region, size, claimed, cluster_id: clusterId, expires_at: expiresAt } = instance;
  return { region, size, claimed, clusterId, expiresAt };
}
