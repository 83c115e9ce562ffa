import type { EngineContext, MemberResult } from '../../../ports/engine';
import { decodeOwnCluster } from '../../../resources/cluster';
import { decodeAnonymousOutputs } from '../../../resources/anonymous-outputs';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import { HelixError } from '../../../errors';
import { isCloudError } from '../api/cloud-error';
import { probeMember } from '../probe';
import { isSameOwner } from '../../../resources/owner';
import { executeMember } from '../operations/member-operation';
import { resourceErrorOf } from '../operations/operation-failure';
import { keyedOf, siteOf } from './site';
import type { AnonymousEnvironment } from './site';

/** Whether a change makes a cluster of the account out of an instance. */
export function isClaim({ target, prior, action }: Pick<OpenMember, 'target' | 'prior' | 'action'>): boolean {
  return (
    action === 'update' && prior !== null && target !== null && isAnonymous(prior) && !isAnonymous(target)
  );
}

export function isAnonymous({ kind, inputs }: Pick<ResourceRecord, 'kind' | 'inputs'>): boolean {
  return kind === 'cluster' && 'anonymous' in inputs;
}

/** Claims an instance, and gives the cluster that it becomes what its table says. Its keys are forgotten then. */
export async function executeClaim(
  member: OpenMember,
  prior: ResourceRecord,
  target: ResourceRecord,
  environment: AnonymousEnvironment,
  context: EngineContext,
): Promise<MemberResult> {
  const { address } = member;
  const site = siteOf(member, prior, environment, context);
  const { instanceId } = decodeAnonymousOutputs(address, prior.outputs);
  const { clusterId } = decodeOwnCluster(address, target.inputs);
  try {
    const keyed = await keyedOf(prior, environment);
    site.phase('claiming');
    const body = { owner: site.owner, cluster_id: clusterId };
    await site.client.anonymous.claim(keyed, body, `${member.key}-claim`, site.call);
  } catch (error) {
    const reason = resourceErrorOf(explained(error, instanceId));
    if (reason === null) throw error;
    const old = { inputs: prior.inputs, outputs: prior.outputs, status: prior.status };
    return { address, outcome: 'failed', existing: old, error: reason };
  }
  const result = await executeMember({ ...member, prior: asCluster(prior, target) }, environment, context);
  await environment.keys.forget(site.endpoint, instanceId);
  return result;
}

/**
 * Finds out how far a claim came whose end is not known: to the cluster, or not yet. Changes nothing in the cloud.
 */
export async function probeClaim(
  member: OpenMember,
  prior: ResourceRecord,
  target: ResourceRecord,
  environment: AnonymousEnvironment,
): Promise<MemberResult> {
  const { address } = member;
  const { clients, ownerOf, sources, keys } = environment;
  const { endpoint, clusterId } = decodeOwnCluster(address, target.inputs);
  const owner = ownerOf(address);
  try {
    const cluster = await clients(endpoint).readStatus(clusterId);
    if (cluster === null || !isSameOwner(cluster.owner, owner)) {
      const existing = { inputs: prior.inputs, outputs: prior.outputs, status: prior.status };
      const error = {
        kind: 'failed',
        message: `${address} was not claimed yet.`,
        hint: 'Apply again.',
      } as const;
      return { address, outcome: 'failed', existing, error };
    }
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: 'unknown', error: reason };
  }
  const { instanceId } = decodeAnonymousOutputs(address, prior.outputs);
  await keys.forget(endpoint, instanceId);
  return probeMember(
    { ...member, prior: asCluster(prior, target) },
    { clients, owner, project: sources.project },
  );
}

/** The instance as the record of the cluster that it has become. */
function asCluster(prior: ResourceRecord, target: ResourceRecord): ResourceRecord {
  return { ...prior, inputs: { ...target.inputs, queries: {} }, outputs: {} };
}

function explained(error: unknown, instanceId: string): unknown {
  if (isCloudError(error, 'conflict', 'owned_by_other')) {
    return new HelixError('refused', `${instanceId} was claimed by somebody else.`, {
      hint: 'Nothing can be taken back from here: ask who has its deployment key.',
    });
  }
  return error;
}
