import type { Ports } from '../ports/ports';
import type { ClusterStatus } from '../ports/helix-cloud';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';
import type { Observation } from '../state/observation';
import type { JsonObject } from '../values/json';
import { observe } from './run/observe';
import type { ProjectRequest } from './project/project';
import { openEngines } from './run/open-engines';
import { declaredState } from './project/project';
import { readState } from './state/state';

/** A resource as it is recorded and as its cloud says it is. */
export interface StatusRow {
  readonly address: Address;
  /** `not created`, `down` (expired), or the status on record. */
  readonly recorded: string;
  /** The state that the cloud gives; `changed` where somebody else touched it; `gone` when it knows nothing of it; `foreign` when it is somebody else's. */
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
  readonly expiresAt: string | null;
}

/** How many clusters are asked for singly at a time. */
const AT_ONCE = 10;

/** Asks the clouds: the truth, not the record. */
export async function status(ports: Ports, request: ProjectRequest): Promise<StatusRow[]> {
  const { project, state } = await readState(ports, request);
  const recorded = Object.values(state?.resources ?? {});
  const clusters =
    state === null ? new Map<Address, ClusterStatus>() : await clustersOf(ports, project.root, state);
  const others = recorded.filter((record) => record.kind !== 'cluster' && ports.isApplied(record));
  const session = { engine: openEngines(ports, project, () => state) };
  const seen = others.length === 0 ? new Map<Address, Observation>() : await observe(ports, session, others);
  const rows = recorded.map((record) => {
    const observation = seen.get(record.address);
    return observation === undefined
      ? rowOf(state, record, clusters.get(record.address) ?? null)
      : observedRow(record, observation);
  });
  const known = new Set(recorded.map(({ address }) => address));
  const missing = declaredState(project).resources.filter(
    ({ address, readOnly }) => !known.has(address) && !readOnly,
  );
  return [
    ...rows,
    ...missing.map(({ address }) => ({
      address,
      recorded: isDown(state, address) ? 'down' : 'not created',
      actual: '-',
      reason: null,
      endpoint: null,
      expiresAt: null,
    })),
  ];
}

function rowOf(state: State | null, record: ResourceRecord, cluster: ClusterStatus | null): StatusRow {
  const { address, status: recorded, expiresAt } = record;
  if (cluster === null) return { address, recorded, actual: 'gone', reason: null, endpoint: null, expiresAt };
  const { reason, lastError, endpoint, owner } = cluster;
  const isOurs = owner?.lineage === state?.lineage && owner?.workspace === state?.workspace;
  return {
    address,
    recorded,
    endpoint,
    expiresAt,
    actual: isOurs ? cluster.state : 'foreign',
    reason: lastError ?? reason,
  };
}

function observedRow({ address, status, expiresAt }: ResourceRecord, seen: Observation): StatusRow {
  const row = { address, recorded: status, reason: null, endpoint: null, expiresAt };
  switch (seen.state) {
    case 'gone':
      return { ...row, actual: 'gone' };
    case 'foreign':
      return { ...row, actual: 'foreign', reason: `it belongs to ${seen.owner}` };
    case 'present': {
      const { inputs, outputs, status: actual } = seen.existing;
      const address = outputs['public_address'] ?? outputs['private_address'];
      const changed = Object.keys((inputs['outside'] ?? {}) as JsonObject);
      return {
        ...row,
        actual: changed.length > 0 ? 'changed' : actual,
        reason: changed.length > 0 ? `changed outside: ${changed.join(', ')}` : null,
        endpoint: typeof address === 'string' ? address : null,
      };
    }
  }
}

/** The clusters on record, as they are: each cloud lists ours at once, and is asked singly for what is not among them. */
async function clustersOf(
  ports: Ports,
  root: string,
  state: State,
): Promise<ReadonlyMap<Address, ClusterStatus>> {
  const clusters = new Map<Address, ClusterStatus>();
  for (const [endpoint, wanted] of byEndpoint(state)) {
    const cloud = await ports.helixCloud(endpoint, root);
    const { lineage, workspace } = state;
    const ours = new Map((await cloud.list({ lineage, workspace })).map((cluster) => [cluster.id, cluster]));
    // Gone, or somebody else's.
    const missing = wanted.filter(({ id }) => !ours.has(id));
    for (let first = 0; first < missing.length; first += AT_ONCE) {
      const asked = missing.slice(first, first + AT_ONCE).map(({ id }) => cloud.status(id));
      for (const cluster of await Promise.all(asked)) if (cluster !== null) ours.set(cluster.id, cluster);
    }
    for (const { id, address } of wanted) {
      const cluster = ours.get(id);
      if (cluster !== undefined) clusters.set(address, cluster);
    }
  }
  return clusters;
}

function byEndpoint({ resources }: State): Map<string, { id: string; address: Address }[]> {
  const wanted = new Map<string, { id: string; address: Address }[]>();
  for (const { address, inputs } of Object.values(resources)) {
    const { endpoint, cluster_id: id } = inputs;
    if (typeof endpoint !== 'string' || typeof id !== 'string') continue;
    const list = wanted.get(endpoint);
    if (list === undefined) wanted.set(endpoint, [{ id, address }]);
    else list.push({ id, address });
  }
  return wanted;
}

function isDown(state: State | null, address: Address): boolean {
  const tombstone = state?.tombstones[address];
  return tombstone !== undefined && tombstone.lifted === null;
}
