import type { EngineContext, MemberResult } from '../../../ports/engine';
import { isSameOwner } from '../../../resources/owner';
import type { Owner } from '../../../resources/owner';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { Cluster, HelixCloudClient } from '../api/client';
import { clusterSize, decodeOwnCluster } from '../../../resources/cluster';
import { decodeClusterOutputs } from '../../../resources/cluster-outputs';
import { ClusterOperation } from './cluster-operation';
import type { OperationOptions } from './cluster-operation';
import { createCluster } from './create-cluster';
import { deleteCluster } from './delete-cluster';
import { askedOf, askedOfRecord, existingCluster } from './existing-cluster';
import type { Asked } from './existing-cluster';
import { importCluster } from './import-cluster';
import { OperationFailure, resourceErrorOf } from './operation-failure';
import { updateCluster } from './update-cluster';
import { wantedCluster } from './wanted-cluster';
import type { WantedSources } from './wanted-cluster';

/** The connections and settings that the members of a batch share. */
export interface MemberEnvironment {
  readonly clients: (endpoint: string) => HelixCloudClient;
  readonly ownerOf: (address: string) => Owner;
  readonly sources: WantedSources;
  readonly clock: OperationOptions['clock'];
  readonly wait: OperationOptions['wait'];
  /** Reads the size that a region gives when none is asked for. */
  readonly defaultSize: (endpoint: string, region: string) => Promise<string>;
}

/**
 * Executes one member of a batch. Failures are results.
 * @throws LeaseLost, and Error for a bug
 */
export async function executeMember(
  member: OpenMember,
  environment: MemberEnvironment,
  context: EngineContext,
): Promise<MemberResult> {
  const { address } = member;
  const begun: ClusterOperation[] = [];
  const begin = (record: ResourceRecord, prior: ResourceRecord | null): ClusterOperation => {
    const { endpoint, clusterId: id } = decodeOwnCluster(record.address, record.inputs);
    const { clients, clock, wait, ownerOf } = environment;
    const client = clients(endpoint);
    const operation = new ClusterOperation({
      client,
      clock,
      wait,
      context,
      address,
      id,
      prior,
      owner: ownerOf(record.address),
    });
    operation.asked = askedBefore(prior);
    begun.push(operation);
    return operation;
  };
  try {
    const end = await runMember(member, begin, environment);
    const existing = end === null ? null : existingCluster(end.cluster, [end.asked]);
    return { address, outcome: 'done', existing };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    const existing = begun.at(-1)?.existingAfter(error) ?? null;
    return { address, outcome: 'failed', existing, error: reason };
  }
}

type Begin = (record: ResourceRecord, prior: ResourceRecord | null) => ClusterOperation;
type End = { readonly cluster: Cluster; readonly asked: Asked } | null;

async function runMember(member: OpenMember, begin: Begin, environment: MemberEnvironment): Promise<End> {
  switch (member.action) {
    case 'create':
      return create(targetOf(member), member.key, begin, environment);
    case 'update':
      return member.movedFrom === undefined
        ? update(targetOf(member), priorOf(member), member.key, begin, environment)
        : move(targetOf(member), priorOf(member), member.key, begin, environment);
    case 'replace': {
      const prior = priorOf(member);
      await deleteCluster(begin(prior, prior), { successorIsDone: true });
      return create(targetOf(member), member.key, begin, environment);
    }
    case 'delete': {
      const prior = priorOf(member);
      await deleteCluster(begin(prior, prior), { successorIsDone: false });
      return null;
    }
    case 'import': {
      const target = targetOf(member);
      const operation = begin(target, null);
      const wanted = wantedCluster(target, operation.owner, environment.sources);
      const { adoptedFrom } = decodeClusterOutputs(target.address, target.outputs);
      const cluster = await importCluster(operation, wanted, adoptedFrom, member.key);
      return { cluster, asked: askedOf(target, null) };
    }
  }
}

async function create(
  target: ResourceRecord,
  key: string,
  begin: Begin,
  { sources }: MemberEnvironment,
): Promise<End> {
  const operation = begin(target, null);
  const wanted = wantedCluster(target, operation.owner, sources);
  const asked = askedOf(target, 'any');
  operation.asked = [asked];
  return { cluster: await createCluster(operation, wanted, key), asked };
}

async function update(
  target: ResourceRecord,
  prior: ResourceRecord,
  key: string,
  begin: Begin,
  { sources, defaultSize }: MemberEnvironment,
): Promise<End> {
  const operation = begin(target, prior);
  const wanted = wantedCluster(target, operation.owner, sources);
  const seen = await operation.refresh();
  if (seen === null) {
    throw new OperationFailure({
      kind: 'failed',
      message: `${operation.title} no longer exists.`,
      hint: 'Somebody deleted it. The next plan creates it again.',
    });
  }
  operation.assertOurs(
    seen,
    `Take it over with helix import ${target.address} ${operation.id}, or give it another id.`,
  );
  const { endpoint, region, size } = wanted.inputs;
  const kept =
    clusterSize(prior.address, prior.inputs) === null
      ? decodeClusterOutputs(prior.address, prior.outputs).size
      : null;
  const real = size ?? kept ?? (await defaultSize(endpoint, region));
  const asked = askedOf(target, real);
  operation.asked = [asked, ...operation.asked];
  return { cluster: await updateCluster(operation, seen, wanted, real, key), asked };
}

/**
 * Updates a cluster under its former address, and then gives it to the new one: after a failure the cluster and its record
 * are where they were.
 */
async function move(
  target: ResourceRecord,
  prior: ResourceRecord,
  key: string,
  begin: Begin,
  environment: MemberEnvironment,
): Promise<End> {
  const operation = begin(target, prior);
  const seen = await operation.refresh();
  const isMoved = seen !== null && isSameOwner(seen.owner, operation.owner);
  const former = { ...target, address: prior.address, name: prior.name };
  const end = await update(isMoved ? target : former, prior, key, begin, environment);
  if (isMoved || end === null) return end;
  const giving = begin(target, prior);
  const wanted = wantedCluster(target, giving.owner, environment.sources);
  const cluster = await importCluster(giving, wanted, environment.ownerOf(prior.address), `${key}-owner`);
  return { cluster, asked: end.asked };
}

function askedBefore(prior: ResourceRecord | null): readonly Asked[] {
  return prior === null ? [] : [askedOfRecord(prior)];
}

function targetOf({ address, target }: OpenMember): ResourceRecord {
  if (target === null) throw new Error(`${address} has no target to be written`);
  return target;
}

function priorOf({ address, prior }: OpenMember): ResourceRecord {
  if (prior === null) throw new Error(`${address} has no record to be changed`);
  return prior;
}
