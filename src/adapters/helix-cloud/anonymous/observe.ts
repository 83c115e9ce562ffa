import type { LiveStatus } from '../../../ports/engine-verbs';
import type { Observation } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import { HelixError } from '../../../errors';
import type { AnonymousInstance } from '../api/anonymous-calls';
import { isCloudError } from '../api/cloud-error';
import type { AnonymousEnvironment } from './site';
import { anonymousInputs, keyedOf } from './site';
import { existingInstance } from './existing';
import { decodeAnonymousOutputs } from '../../../resources/anonymous-outputs';

type Surroundings = Pick<AnonymousEnvironment, 'clients' | 'keys' | 'variable' | 'declared'>;

/** Reads what really exists of an instance. One that has ended is gone. */
export async function observeInstance(
  record: ResourceRecord,
  environment: Surroundings,
): Promise<Observation> {
  const instance = await readInstance(record, environment);
  if (instance === null || instance === 'ended') return { state: 'gone' };
  if (instance.claimed) return { state: 'foreign', owner: `the cluster ${instance.cluster_id ?? ''}` };
  // Another image than the recorded one was deployed by somebody else.
  const { imageReference } = decodeAnonymousOutputs(record.address, record.outputs);
  const inputs = imageReference === instance.image ? {} : { image: instance.image ?? 'none' };
  const existing = existingInstance(instance, inputs);
  return {
    state: 'present',
    existing: record.status === 'failed' ? { ...existing, status: 'failed' } : existing,
  };
}

/** Reads the status of an instance in its cloud's words. */
export async function readInstanceStatus(
  record: ResourceRecord,
  environment: Surroundings,
): Promise<LiveStatus> {
  try {
    const instance = await readInstance(record, environment);
    if (instance === null) return { actual: 'gone', reason: null, endpoint: null };
    if (instance === 'ended') return { actual: 'gone', reason: 'it has ended', endpoint: null };
    const { state, reason, last_deployment: last, endpoint } = instance;
    const failed = last?.state === 'error' ? `the last deployment failed: ${last.reason ?? ''}` : null;
    return { actual: instance.claimed ? 'foreign' : state, reason: reason ?? failed, endpoint };
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    return { actual: 'unknown', reason: error.message, endpoint: null };
  }
}

async function readInstance(
  record: ResourceRecord,
  environment: Surroundings,
): Promise<AnonymousInstance | null | 'ended'> {
  const client = environment.clients(anonymousInputs(record).endpoint);
  try {
    return await client.anonymous.readStatus(await keyedOf(record, environment));
  } catch (error) {
    if (isCloudError(error, 'rejected', 'gone')) return 'ended';
    throw error;
  }
}
