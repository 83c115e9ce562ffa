import type { Existing, MemberResult, ResourceError } from '../../ports/engine';
import type { OpenMember, ResourceRecord } from '../../state/state';
import { canonicalJson } from '../../values/digest';
import type { Cluster, HelixCloudClient } from './api/client';
import { isSameOwner } from '../../resources/owner';
import type { Owner } from '../../resources/owner';
import { decodeOwnCluster } from '../../resources/cluster';
import { decodeClusterOutputs } from '../../resources/cluster-outputs';
import { askedOf, askedOfRecord, existingCluster, existingOfRecord } from './operations/existing-cluster';
import type { Asked } from './operations/existing-cluster';
import { givenEnv } from './operations/env-vars';
import { labelChanges, labelsOf } from './operations/labels';
import { resourceErrorOf } from './operations/operation-failure';
import { isAtRest } from './operations/settle';

/** The connection of a probe, and the owner that it looks for. */
export interface ProbeEnvironment {
  readonly clients: (endpoint: string) => HelixCloudClient;
  readonly owner: Owner;
  readonly project: string;
}

/**
 * Finds out how an operation ended that was begun and whose end is not known, by the owner of the present cluster.
 * `done` when the cluster is as the operation was to leave it; otherwise `failed` with what exists, from which the next
 * plan continues. Reads only. A cluster that cannot be reached stays `unknown`.
 */
export async function probeMember(member: OpenMember, environment: ProbeEnvironment): Promise<MemberResult> {
  const { address } = member;
  try {
    return { address, ...(await judgeMember(member, environment)) };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: 'unknown', error: reason };
  }
}

type Judgment =
  | { readonly outcome: 'done'; readonly existing: Existing | null }
  | { readonly outcome: 'failed'; readonly existing: Existing | null; readonly error: ResourceError };

async function judgeMember(member: OpenMember, environment: ProbeEnvironment): Promise<Judgment> {
  const { action, target, prior } = member;
  const now = target === null ? null : await readCluster(target, environment);
  const isOurs = (cluster: Cluster | null) =>
    cluster !== null && isSameOwner(cluster.owner, environment.owner);
  if (target !== null && now !== null && isOurs(now)) {
    return isSuccessor(member, now) && isAsWanted(now, target, environment)
      ? { outcome: 'done', existing: existingCluster(now, [askedOfTarget(member, now)]) }
      : unfinished(member, existingCluster(now, everyAsked(member), 'failed'));
  }
  if (action === 'delete' || action === 'replace') {
    // Only the old cluster of a replacement can be left, perhaps under another id.
    const old = prior === null ? null : await readCluster(prior, environment);
    if (old !== null && isOurs(old))
      return unfinished(member, existingCluster(old, everyAsked(member), 'failed'));
    return action === 'delete' ? { outcome: 'done', existing: null } : unfinished(member, null);
  }
  // A cluster that changed hands keeps its record until a plan shows the new owner.
  const isForeign = now !== null && action === 'update' && prior !== null;
  return unfinished(member, isForeign ? existingOfRecord(prior) : null);
}

async function readCluster(record: ResourceRecord, { clients }: ProbeEnvironment): Promise<Cluster | null> {
  const { endpoint, clusterId } = decodeOwnCluster(record.address, record.inputs);
  return clients(endpoint).readStatus(clusterId);
}

/** Returns false while a replacement still meets the old cluster. */
function isSuccessor({ action, prior }: OpenMember, { incarnation }: Cluster): boolean {
  if (action !== 'replace' || prior === null) return true;
  return decodeClusterOutputs(prior.address, prior.outputs).incarnation !== incarnation;
}

function isAsWanted(cluster: Cluster, target: ResourceRecord, environment: ProbeEnvironment): boolean {
  if (!isAtRest(cluster) || cluster.state === 'failed') return false;
  const inputs = decodeOwnCluster(target.address, target.inputs);
  const { owner, project } = environment;
  const labels = labelsOf(project, owner, target.expiresAt, givenEnv(target, inputs));
  if (Object.keys(labelChanges(cluster.labels, labels)).length > 0) return false;
  const { inputs: present } = existingCluster(cluster, [askedOf(target, 'any')]);
  return Object.keys(present).every((key) => {
    const asked = target.inputs[key];
    return asked !== undefined && canonicalJson(present[key] ?? null) === canonicalJson(asked);
  });
}

/** The default size that an update was to reach is not known here: the present size counts, unless it was asked before. */
function askedOfTarget({ target }: OpenMember, { size }: Cluster): Asked {
  if (target === null) throw new Error('a delete has no target');
  return askedOf(target, size);
}

function everyAsked({ action, target, prior }: OpenMember): readonly Asked[] {
  const asked: Asked[] = [];
  if (target !== null) {
    const defaultSize = action === 'create' || action === 'replace' ? 'any' : null;
    asked.push(askedOf(target, defaultSize));
  }
  if (prior !== null) asked.push(askedOfRecord(prior));
  return asked;
}

function unfinished({ action, address }: OpenMember, existing: Existing | null): Judgment {
  const was = {
    create: 'created',
    update: 'updated',
    replace: 'replaced',
    delete: 'deleted',
    import: 'imported',
  };
  const error: ResourceError = {
    kind: 'failed',
    message: `${address} was being ${was[action]} when the run ended, and that had not finished.`,
    hint: 'The next plan shows what is left to do.',
  };
  return { outcome: 'failed', existing, error };
}
