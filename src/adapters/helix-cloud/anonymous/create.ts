import { digestOf } from '../../../values/digest';
import { isCloudError } from '../api/cloud-error';
import type { AnonymousCreated, CreateAnonymousRequest, KeyedInstance } from '../api/anonymous-calls';
import { OperationFailure } from '../operations/operation-failure';
import { findKeyed } from './find-keys';
import { anonymousInputs } from './site';
import type { AnonymousSite } from './site';
import type { ResourceRecord } from '../../../state/state';

/** More instances than anybody creates for one address within the time in which a key is remembered. */
const MOST_BEFORE = 50;

/** Takes the instance that the file names, or creates one, and keeps its keys on this host. */
export async function createOrTake(site: AnonymousSite, target: ResourceRecord): Promise<KeyedInstance> {
  const { environment, endpoint } = site;
  const declared = environment.declared(target.name);
  if (declared?.instanceId != null) {
    const places = { file: environment.keys, variable: environment.variable, endpoint };
    return findKeyed(places, declared.instanceId, declared.deploymentKey);
  }
  // Asked before anything is made: without its keys an instance is lost.
  const source = environment.keys.path;
  const created = await askRepeatably(site, (key) =>
    site.client.anonymous.create(requestOf(target), key, site.call),
  );
  if (created === null) throw new Error('a creation without an answer');
  await keepKeys(site, created);
  return { id: created.instance_id, key: created.deployment_key, source };
}

/** Finds the instance that an interrupted run has created for this address; null for none. */
export async function findCreated(
  site: Pick<AnonymousSite, 'client' | 'owner' | 'environment' | 'endpoint' | 'call'>,
  target: ResourceRecord,
): Promise<KeyedInstance | null> {
  const created = await askRepeatably(site, (key) =>
    site.client.anonymous.find(requestOf(target), key, site.call),
  );
  if (created === null) return null;
  await keepKeys(site, created);
  return { id: created.instance_id, key: created.deployment_key, source: site.environment.keys.path };
}

/**
 * Asks under the key of this address: repeated, a creation answers the same instance. After one that was deleted comes the
 * next key.
 */
async function askRepeatably(
  { owner }: Pick<AnonymousSite, 'owner'>,
  ask: (key: string) => Promise<AnonymousCreated | null>,
): Promise<AnonymousCreated | null> {
  for (let count = 1; count <= MOST_BEFORE; count += 1) {
    try {
      return await ask(digestOf({ ...owner, count }));
    } catch (error) {
      if (!isCloudError(error, 'rejected', 'gone')) throw error;
    }
  }
  throw new OperationFailure({
    kind: 'failed',
    message: `${MOST_BEFORE} instances were created here today.`,
  });
}

async function keepKeys(
  { environment, endpoint }: Pick<AnonymousSite, 'environment' | 'endpoint'>,
  created: AnonymousCreated,
): Promise<void> {
  await environment.keys.keep(endpoint, created.instance_id, {
    deploymentKey: created.deployment_key,
    apiKey: created.api_key,
    expiresAt: created.expires_at,
  });
}

function requestOf(target: ResourceRecord): CreateAnonymousRequest {
  const { region, buildMode, dbConfig } = anonymousInputs(target);
  return { name: target.name, region, build_mode: buildMode, db_config: dbConfig };
}
