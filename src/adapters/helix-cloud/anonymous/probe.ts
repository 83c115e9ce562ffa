import type { EngineContext, MemberResult } from '../../../ports/engine';
import type { OpenMember } from '../../../state/state';
import { isCloudError } from '../api/cloud-error';
import type { AnonymousInstance, KeyedInstance } from '../api/anonymous-calls';
import { resourceErrorOf } from '../operations/operation-failure';
import { findCreated } from './create';
import { unfinished } from './execute';
import { existingInstance } from './existing';
import { findKeyed } from './find-keys';
import { anonymousInputs, keyedOf } from './site';
import type { AnonymousEnvironment } from './site';

/**
 * Finds out how an operation on an instance ended whose end is not known. Creates and changes nothing: the creation is
 * looked up by its key. An instance that exists may not run the planned image yet: the next plan continues.
 */
export async function probeAnonymous(
  member: OpenMember,
  environment: AnonymousEnvironment,
  context: EngineContext | null,
): Promise<MemberResult> {
  const { address, target, prior } = member;
  try {
    const keyed = await findInstance(member, environment, context);
    const instance = keyed === null ? null : await readOrEnded(keyed, member, environment);
    if (instance === null) {
      if (target === null) return { address, outcome: 'done', existing: null };
      return failed(member, null);
    }
    if (target === null) return failed(member, existingInstance(instance, prior?.inputs ?? {}));
    return failed(member, unfinished(instance, target));
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: 'unknown', error: reason };
  }
}

async function findInstance(
  member: OpenMember,
  environment: AnonymousEnvironment,
  context: EngineContext | null,
): Promise<KeyedInstance | null> {
  const { target, prior, action, address } = member;
  if (target === null || action === 'update') return prior === null ? null : keyedOf(prior, environment);
  const { endpoint } = anonymousInputs(target);
  const declared = environment.declared(target.name);
  if (declared?.instanceId != null) {
    const places = { file: environment.keys, variable: environment.variable, endpoint };
    return findKeyed(places, declared.instanceId, declared.deploymentKey);
  }
  const client = environment.clients(endpoint);
  const call = context === null ? {} : { signal: context.signal };
  return findCreated({ client, owner: environment.ownerOf(address), environment, endpoint, call }, target);
}

async function readOrEnded(
  keyed: KeyedInstance,
  { target, prior }: OpenMember,
  environment: AnonymousEnvironment,
): Promise<AnonymousInstance | null> {
  const record = target ?? prior;
  if (record === null) return null;
  try {
    return await environment.clients(anonymousInputs(record).endpoint).anonymous.readStatus(keyed);
  } catch (error) {
    if (isCloudError(error, 'rejected', 'gone')) return null;
    throw error;
  }
}

function failed({ address }: OpenMember, existing: Existing): MemberResult {
  return {
    address,
    outcome: 'failed',
    existing,
    error: {
      kind: 'failed',
      message: `${address} was begun and not finished.`,
      hint: 'The next apply continues.',
    },
  };
}

type Existing = Extract<MemberResult, { outcome: 'failed' }>['existing'];
