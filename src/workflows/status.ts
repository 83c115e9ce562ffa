import type { Ports } from '../ports/ports';
import type { ClusterStatus } from '../ports/helix-cloud';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';
import type { ProjectRequest } from './project';
import { readState } from './state';

/** A resource as it is recorded and as its cloud says it is. */
export interface StatusRow {
  readonly address: Address;
  /** `not created`, `down` (expired), or the status on record. */
  readonly recorded: string;
  /** The state that the cloud gives; `gone` when it knows nothing of it; `foreign` when it is somebody else's. */
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
  readonly expiresAt: string | null;
}

/** Asks the cloud, resource by resource: the truth, not the record. */
export async function status(ports: Ports, request: ProjectRequest): Promise<StatusRow[]> {
  const { project, state } = await readState(ports, request);
  const recorded = Object.values(state?.resources ?? {});
  const rows = await Promise.all(recorded.map((record) => rowOf(ports, project.root, state, record)));
  const known = new Set(recorded.map(({ address }) => address));
  const missing = project.desired.resources.filter(
    ({ address, readOnly }) => !known.has(address) && !readOnly,
  );
  return [
    ...rows,
    ...missing.map(({ address }) => ({
      address,
      recorded: isDown(state, address) ? 'down' : 'not created',
      actual: '-',
      ...{ reason: null, endpoint: null, expiresAt: null },
    })),
  ];
}

async function rowOf(
  ports: Ports,
  root: string,
  state: State | null,
  record: ResourceRecord,
): Promise<StatusRow> {
  const { address, status: recorded, expiresAt } = record;
  const cluster = await clusterOf(ports, root, record);
  if (cluster === null) return { address, recorded, actual: 'gone', reason: null, endpoint: null, expiresAt };
  const { reason, lastError, endpoint, owner } = cluster;
  const isOurs = owner?.lineage === state?.lineage && owner?.workspace === state?.workspace;
  return {
    ...{ address, recorded, endpoint, expiresAt },
    actual: isOurs ? cluster.state : 'foreign',
    reason: lastError ?? reason,
  };
}

async function clusterOf(ports: Ports, root: string, record: ResourceRecord): Promise<ClusterStatus | null> {
  const { endpoint, cluster_id: id } = record.inputs;
  if (typeof endpoint !== 'string' || typeof id !== 'string') return null;
  return (await ports.helixCloud(endpoint, root)).status(id);
}

function isDown(state: State | null, address: Address): boolean {
  const tombstone = state?.tombstones[address];
  return tombstone !== undefined && tombstone.lifted === null;
}
