import type { JsonObject } from '../../../values/json';
import type { SourceProblem } from '../../../resources/query-check';
import type { Owner } from '../cluster';
import { sizeIn } from '../regions';

/** An instance without an account, as the log keeps it. All times are RFC 3339 UTC. */
export interface AnonymousRecord {
  readonly id: string;
  readonly incarnation: string;
  readonly name: string;
  /** Its keys are derived from this. */
  readonly seed: string;
  /** The address that asked for it. */
  readonly peer: string;
  readonly region: string;
  readonly size: string;
  readonly buildMode: 'dev' | 'release';
  readonly dbConfig: JsonObject;
  readonly provisioning: Provisioning;
  readonly deployment: ImageDeployment | null;
  /** The image that it ran before `deployment`. */
  readonly image: string | null;
  readonly claim: Claim | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
  /** When its deletion is over; null unless it is deleted. */
  readonly deletedAt: string | null;
}

export interface Provisioning {
  /** null: it is stuck, and never ends. */
  readonly endsAt: string | null;
  /** Why it fails at its end; null when it does not. */
  readonly failure: string | null;
}

/** The newest deployment. Its end is written when it begins. */
export interface ImageDeployment {
  readonly image: string;
  readonly startedAt: string;
  readonly endsAt: string;
  /** The errors in the files of the image; not deployed when there are any. */
  readonly errors: readonly SourceProblem[];
}

export interface Claim {
  readonly owner: Owner;
  readonly clusterId: string;
  readonly at: string;
}

export type InstanceState = 'provisioning' | 'running' | 'updating' | 'failed' | 'deleting';

/** How long a deployment key reads an instance that was claimed. */
export const KEY_LIVES_ON_MS = 24 * 60 * 60 * 1000;

export function stateOfInstance(instance: AnonymousRecord, now: Date): InstanceState {
  const { deletedAt, provisioning, deployment } = instance;
  if (deletedAt !== null) return 'deleting';
  if (provisioning.endsAt === null || !isPast(provisioning.endsAt, now)) return 'provisioning';
  if (provisioning.failure !== null) return 'failed';
  return deployment !== null && isDeploying(deployment, now) ? 'updating' : 'running';
}

export function isDeploying({ errors, endsAt }: ImageDeployment, now: Date): boolean {
  return errors.length === 0 && !isPast(endsAt, now);
}

/** Returns the image that runs at the time `now`; null before the first. */
export function imageOf({ deployment, image }: AnonymousRecord, now: Date): string | null {
  if (deployment === null || deployment.errors.length > 0 || isDeploying(deployment, now)) return image;
  return deployment.image;
}

export function isPast(time: string, now: Date): boolean {
  return now.getTime() >= Date.parse(time);
}

/** Whether it has ended by its time alone. */
export function isExpired({ claim, expiresAt }: AnonymousRecord, now: Date): boolean {
  return claim === null && isPast(expiresAt, now);
}

export function endpointOfInstance({ id, region }: AnonymousRecord): string {
  return `https://${id}.${region}.clusters.invalid`;
}

/** Returns the registry of an instance: this server. */
export function registryOf({ id }: AnonymousRecord, origin: URL): JsonObject {
  return { host: origin.host, repository: id };
}

/** Returns what both documents about an instance show. */
export function commonView(instance: AnonymousRecord, origin: URL, now: Date): JsonObject {
  const state = stateOfInstance(instance, now);
  return {
    instance_id: instance.id,
    region: instance.region,
    state,
    endpoint: state === 'provisioning' || state === 'failed' ? null : endpointOfInstance(instance),
    registry: registryOf(instance, origin),
    created_at: instance.createdAt,
    expires_at: instance.expiresAt,
    claim_url: `${origin.origin}/claim/${instance.id}`,
  };
}

/** Returns the instance as the API shows it (`AnonymousInstance`). */
export function instanceView(instance: AnonymousRecord, origin: URL, now: Date): JsonObject {
  const { provisioning, claim, deployment } = instance;
  const size = sizeIn(instance.region, instance.size);
  const state = stateOfInstance(instance, now);
  const stuck = provisioning.endsAt === null ? `waiting for capacity in ${instance.region}` : null;
  return {
    ...commonView(instance, origin, now),
    name: instance.name,
    incarnation: instance.incarnation,
    reason: state === 'failed' ? provisioning.failure : state === 'provisioning' ? stuck : null,
    last_error: state === 'failed' ? provisioning.failure : null,
    size: instance.size,
    vcpu: size.vcpu,
    memory_gb: size.memory_gb,
    build_mode: instance.buildMode,
    db_config: instance.dbConfig,
    claimed: claim !== null,
    cluster_id: claim?.clusterId ?? null,
    image: imageOf(instance, now),
    last_deployment: deployment && deploymentView(deployment, now),
    updated_at: instance.updatedAt,
  };
}

function deploymentView(deployment: ImageDeployment, now: Date): JsonObject {
  const { image, startedAt, errors } = deployment;
  const [first] = errors;
  const base = { image, started_at: startedAt };
  if (first !== undefined) {
    return { ...base, state: 'error', reason: `${first.file}:${first.line}: ${first.message}` };
  }
  return { ...base, state: isDeploying(deployment, now) ? 'running' : 'done', reason: null };
}
