import type { JsonObject } from '../../values/json';
import { sizeIn } from './regions';

/** The owner of a cluster. */
export interface Owner {
  readonly lineage: string;
  readonly workspace: string;
  readonly address: string;
}

export type LastingState = 'running' | 'stopped' | 'failed';
export type PassingState = 'provisioning' | 'updating' | 'starting' | 'stopping' | 'deleting';

export interface Deployment {
  readonly digest: string;
  /** Path -> SHA-256 of the text. */
  readonly files: Readonly<Record<string, string>>;
}

/** A change that takes time. It ends at `endsAt` by the clock alone: nothing has to run until then. */
export interface Transition {
  readonly state: PassingState;
  readonly to: LastingState | 'gone';
  readonly startedAt: string;
  /** null: it is stuck, and never ends. */
  readonly endsAt: string | null;
  /** The reason of this state. */
  readonly reason: string | null;
  /** The reason of the next state. */
  readonly outcome: string | null;
  /** The deployment after its end; absent when there is none. */
  readonly deployment?: Deployment;
}

/** A cluster as the log keeps it. All times are RFC 3339 UTC. */
export interface ClusterRecord {
  /** The order of creation. */
  readonly seq: number;
  readonly id: string;
  readonly incarnation: string;
  readonly owner: Owner | null;
  readonly region: string;
  readonly size: string;
  readonly buildMode: 'dev' | 'release';
  readonly dbConfig: JsonObject;
  /** Names only: values are never stored. */
  readonly envVars: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly state: LastingState;
  readonly reason: string | null;
  readonly lastError: string | null;
  readonly endpoint: string | null;
  readonly deployment: Deployment | null;
  readonly transition: Transition | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The state that the API shows. */
export function stateOf(cluster: ClusterRecord): LastingState | PassingState {
  return cluster.transition?.state ?? cluster.state;
}

/** Returns the cluster at the time `now`, with ended transitions applied; null when it is deleted. */
export function settled(cluster: ClusterRecord, now: Date): ClusterRecord | null {
  const { transition } = cluster;
  if (transition?.endsAt == null || !isOver(transition, now)) return cluster;
  if (transition.to === 'gone') return null;
  return {
    ...cluster,
    state: transition.to,
    reason: transition.outcome,
    lastError: transition.to === 'failed' ? transition.outcome : cluster.lastError,
    endpoint: transition.to === 'running' ? endpointOf(cluster) : cluster.endpoint,
    deployment: transition.deployment ?? cluster.deployment,
    transition: null,
    updatedAt: transition.endsAt,
  };
}

/** Whether a transition has ended. When the clock is set back to before its start, it ends: nobody waits for that time again. */
export function isOver({ startedAt, endsAt }: Transition, now: Date): boolean {
  if (endsAt === null) return false;
  return now.getTime() >= Date.parse(endsAt) || now.getTime() < Date.parse(startedAt);
}

/** Returns the cluster as the API shows it (`Cluster`). */
export function clusterView(cluster: ClusterRecord): JsonObject {
  const size = sizeIn(cluster.region, cluster.size);
  return {
    cluster_id: cluster.id,
    owner: cluster.owner && { ...cluster.owner },
    incarnation: cluster.incarnation,
    state: stateOf(cluster),
    reason: cluster.transition === null ? cluster.reason : cluster.transition.reason,
    last_error: cluster.lastError,
    endpoint: cluster.endpoint,
    region: cluster.region,
    size: cluster.size,
    vcpu: size.vcpu,
    memory_gb: size.memory_gb,
    build_mode: cluster.buildMode,
    db_config: cluster.dbConfig,
    env_vars: cluster.envVars,
    labels: cluster.labels,
    deployment: cluster.deployment && { digest: cluster.deployment.digest, files: cluster.deployment.files },
    created_at: cluster.createdAt,
    updated_at: cluster.updatedAt,
  };
}

/** Whether two owners are equal: all three parts, or both absent. */
export function isSameOwner(a: Owner | null, b: Owner | null): boolean {
  if (a === null || b === null) return a === b;
  return a.lineage === b.lineage && a.workspace === b.workspace && a.address === b.address;
}

// `.invalid` can never resolve (RFC 2606): no database runs behind an emulated cluster.
function endpointOf(cluster: ClusterRecord): string {
  return `https://${cluster.id.toLowerCase()}.${cluster.region}.clusters.invalid`;
}
