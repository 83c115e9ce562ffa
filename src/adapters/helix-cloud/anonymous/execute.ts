import type { EngineContext, Existing, MemberResult } from '../../../ports/engine';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { AnonymousInstance, KeyedInstance } from '../api/anonymous-calls';
import { isInconclusive, resourceErrorOf } from '../operations/operation-failure';
import { createOrTake } from './create';
import { existingInstance } from './existing';
import { removeInstance } from './remove';
import { runImage } from './run-image';
import { keyedOf, siteOf } from './site';
import type { AnonymousEnvironment, AnonymousSite } from './site';

/**
 * Executes one member that is, or was, an instance without an account. Failures are results.
 * @throws LeaseLost, and Error for a bug
 */
export async function executeAnonymous(
  member: OpenMember,
  environment: AnonymousEnvironment,
  context: EngineContext,
): Promise<MemberResult> {
  const { address, target, prior, action } = member;
  const record = target ?? prior;
  if (record === null) throw new Error(`${address} was begun without a record`);
  const site = siteOf(member, record, environment, context);
  const progress: Progress = { keyed: null, isGone: false };
  try {
    if (prior !== null && (target === null || action === 'replace')) {
      await removeInstance(site, prior);
      progress.isGone = true;
    }
    if (target === null) return { address, outcome: 'done', existing: null };
    const keyed = await begin(site, target, progress.isGone ? null : prior);
    progress.keyed = keyed;
    const instance = await runImage(site, target, keyed);
    return { address, outcome: 'done', existing: existingInstance(instance, { ...target.inputs }) };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return {
      address,
      outcome: 'failed',
      existing: await readAfter(site, progress, error),
      error: reason,
    };
  }
}

interface Progress {
  keyed: KeyedInstance | null;
  isGone: boolean;
}

function begin(
  site: AnonymousSite,
  target: ResourceRecord,
  prior: ResourceRecord | null,
): Promise<KeyedInstance> {
  if (prior !== null) return keyedOf(prior, site.environment);
  site.phase('creating');
  return createOrTake(site, target);
}

/** Returns what exists after an error. `unknown` leaves the operation in the journal, and the next run probes it. */
async function readAfter(
  { client, member, call }: AnonymousSite,
  { keyed, isGone }: Progress,
  error: unknown,
): Promise<Existing | null | 'unknown'> {
  const { prior, target } = member;
  const old = isGone ? null : prior;
  if (keyed === null) {
    if (old !== null) return { inputs: old.inputs, outputs: old.outputs, status: old.status };
    return target !== null && isInconclusive(error) ? 'unknown' : null;
  }
  const instance = await client.anonymous.readStatus(keyed, call).catch(() => 'unknown' as const);
  if (instance === null || instance === 'unknown') return instance;
  return old === null ? unfinished(instance, target) : existingInstance(instance, old.inputs);
}

/** An instance that does not run the image yet: the next plan deploys it. */
export function unfinished(instance: AnonymousInstance, target: ResourceRecord | null): Existing {
  const inputs = target === null ? {} : { ...target.inputs, image: 'none' };
  return { ...existingInstance(instance, inputs), status: 'failed' };
}
