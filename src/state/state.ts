import type { SecretDigests } from '../values/secret-digests';
import type { JsonObject } from '../values/json';
import type { Address, EngineName, ResourceKind } from '../values/resource';

/** The recorded state of one workspace: the last written snapshot with the journal folded in. */
export interface State {
  readonly format: 1;
  /** Random, made once with the first write; two checkouts never share one. */
  readonly lineage: string;
  readonly serial: number;
  readonly project: string;
  readonly workspace: string;
  /** RFC 3339 UTC, the writer's clock: `destroy --expired` refuses on a clock that is behind it. */
  readonly updatedAt: string;
  readonly resources: Readonly<Record<Address, ResourceRecord>>;
  readonly tombstones: Readonly<Record<Address, Tombstone>>;
  /** Operations that were begun and whose outcome is not known. */
  readonly open: readonly OpenEntry[];
  /** The last hundred runs that changed something, oldest first. */
  readonly history?: readonly Run[];
  /** Present when the state was moved elsewhere and this one is only a copy. */
  readonly moved?: Moved;
  /** 32 random bytes in base64, made when the first secret is brought over: the key of `secretDigests`. */
  readonly secretKey?: string;
  /** States that an engine's own tool keeps, by the name that the engine gives them: JSON text. */
  readonly mirrors?: Readonly<Record<string, string>>;
}

/** The new place of a moved state. */
export interface Moved {
  /** For people: `s3://bucket/key`. */
  readonly to: string;
  readonly by: string;
  readonly at: string;
}

/** The author of a change. */
export interface Attribution {
  /** `user@host`, or what `HELIX_ACTOR` says. */
  readonly by: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The git commit of the project directory, when there is one. */
  readonly commit: string | null;
  /** The digest (`helix1:...`) of the applied plan. */
  readonly planDigest: string | null;
  /** The reason for exceeding the budget, where the plan did. */
  readonly budgetOverride?: string;
}

/** One command that changed something: by whom, when, from which commit and plan. */
export interface Run extends Attribution {
  /** Unique in the lineage. */
  readonly id: string;
  /** `apply`, `destroy --expired`, `state rm cluster.staging`, ... */
  readonly operation: string;
  /** null: it is under way, or was interrupted before it could tell. */
  readonly ended: RunEnd | null;
  /** The approved outcome of each address, until all of it is done; see `approvalOf` of the plan. */
  readonly approved?: Readonly<Record<Address, string>>;
}

export interface RunEnd {
  readonly at: string;
  readonly result: 'done' | 'failed' | 'cancelled';
  /** The number of operations that succeeded, by action; edits of the state alone are not counted. */
  readonly done: Readonly<Partial<Record<OpenMember['action'], number>>>;
  /** The number of operations that did not succeed. */
  readonly notDone: number;
}

export interface ResourceRecord {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly engine: EngineName;
  readonly provider: string;
  readonly region: string | null;
  /** The requested settings, as the engine got them. Secrets are references or fingerprints, never values. */
  readonly inputs: JsonObject;
  /** `digestOf(inputs)`, so that "no change" is one comparison. */
  readonly inputsDigest: string;
  /** The results: ids, endpoints, the size that a default became. */
  readonly outputs: JsonObject;
  readonly dependsOn: readonly Address[];
  readonly protect: boolean;
  readonly ttlSeconds: number | null;
  /** RFC 3339 UTC, as are all times here. */
  readonly createdAt: string;
  readonly renewedAt: string | null;
  /** A `renew --for D` counts D from `renewedAt` until `ttl` is edited. */
  readonly renewedForSeconds: number | null;
  readonly expiresAt: string | null;
  /** `failed`: it exists, but its last operation did not complete; the next plan repairs it. */
  readonly status: 'ready' | 'stopped' | 'failed';
  readonly applied: Attribution;
  /** The digests of the secrets that it was given last; missing where it has none. */
  readonly secretDigests?: SecretDigests;
  /** Whether it was deployed without a table in any file: a plan does not delete it. Missing otherwise. */
  readonly byHand?: true;
  /** The blocks that the engine last lowered the inputs to, where it needs them again; see `Lowered`. */
  readonly lowered?: JsonObject;
}

/**
 * The memory of a resource that is down: one that expired stays down until renewed, until its `ttl` is edited or its table
 * removed; one that a person terminated until it is renewed or deployed.
 */
export interface Tombstone {
  readonly address: Address;
  /** Missing: it expired. */
  readonly reason?: 'terminated';
  /** When it expired, or was terminated. */
  readonly expiredAt: string;
  readonly destroyedAt: string;
  readonly ttlSeconds: number;
  readonly applied: Attribution;
  /** Set by `helix renew`: the next plan creates the resource again. */
  readonly lifted: { readonly at: string; readonly forSeconds: number | null } | null;
}

/** One member of a batch of operations, as it was begun. It is enough to probe and finish the operation on another host. */
export interface OpenMember {
  readonly address: Address;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'import';
  /** The idempotency key, made from owner and journal entry. */
  readonly key: string;
  /** The record as it will be when the operation succeeds; null for a delete. */
  readonly target: ResourceRecord | null;
  /** The record before; null for a create. */
  readonly prior: ResourceRecord | null;
  /** The address of the record before, where the operation moves it to another one. */
  readonly movedFrom?: Address;
  /** A delete takes the volume of a container, or of an app, with it. */
  readonly deletesVolume?: boolean;
  /** Set when success of a delete leaves a tombstone. */
  readonly tombstone: Tombstone | null;
}

export interface OpenEntry {
  /** Unique in the lineage: `<lease token>-<counter>`. */
  readonly id: string;
  readonly engine: EngineName;
  readonly at: string;
  readonly members: readonly OpenMember[];
  /** The notes that the engine made on its way, for the recovery. */
  readonly notes?: JsonObject;
}

/** The outcome of one member. `record: null` means that the resource no longer exists. */
export interface MemberEnd {
  readonly address: Address;
  readonly record: ResourceRecord | null;
  readonly tombstone: Tombstone | null;
}

/** An entry of the journal: durable before the calls (`begin`) and after them (`end`). */
export type JournalEntry =
  | { readonly type: 'run'; readonly run: Run }
  | ({ readonly type: 'begin' } & OpenEntry)
  /** Replaces the notes of the open entry `id`. */
  | { readonly type: 'notes'; readonly id: string; readonly notes: JsonObject }
  /** null: the tool has no state any more. */
  | { readonly type: 'mirror'; readonly name: string; readonly text: string | null }
  | {
      readonly type: 'end';
      readonly id: string;
      readonly at: string;
      readonly members: readonly MemberEnd[];
    };
