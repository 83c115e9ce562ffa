import type { JsonObject } from '../values/json';
import type { Address, EngineName, ResourceKind } from '../values/resource';

/** What Helix remembers of one workspace. The value after folding the journal into the last written snapshot. */
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
  /** Operations that were begun and whose end is not known. */
  readonly open: readonly OpenEntry[];
  /** The last hundred runs that changed something, oldest first. */
  readonly history?: readonly Run[];
  /** The state is kept elsewhere since; this one is only a copy. */
  readonly moved?: Moved;
  /** States that an engine's own tool keeps, by the name that the engine gives them: JSON text. */
  readonly mirrors?: Readonly<Record<string, string>>;
}

/** Where a state was moved to. */
export interface Moved {
  /** For people: `s3://bucket/key`. */
  readonly to: string;
  readonly by: string;
  readonly at: string;
}

/** Who did something, from where. */
export interface Attribution {
  /** `user@host`, or what `HELIX_ACTOR` says. */
  readonly by: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The git commit of the project directory, when there is one. */
  readonly commit: string | null;
  /** `helix1:...` of the plan that was carried out. */
  readonly planDigest: string | null;
  /** The reason that was given for going beyond the budget, where that plan did. */
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
  /** What was approved, by address, until all of it is done; see `approvalOf` of the plan. */
  readonly approved?: Readonly<Record<Address, string>>;
}

export interface RunEnd {
  readonly at: string;
  readonly result: 'done' | 'failed' | 'cancelled';
  /** How many operations succeeded, by action; what was edited in the state alone is not counted. */
  readonly done: Readonly<Partial<Record<OpenMember['action'], number>>>;
  /** How many did not. */
  readonly notDone: number;
}

export interface ResourceRecord {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly engine: EngineName;
  readonly provider: string;
  readonly region: string | null;
  /** What was asked for, as the engine got it. Secrets are references or fingerprints, never values. */
  readonly inputs: JsonObject;
  /** `digestOf(inputs)`, so that "no change" is one comparison. */
  readonly inputsDigest: string;
  /** What came out: ids, endpoints, the size that a default became. */
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
  /** What the engine made of the inputs when it last applied them, where it needs that again; see `Lowered`. */
  readonly lowered?: JsonObject;
}

/** The memory of an expired resource: it stays down until renewed, until its `ttl` is edited or its table removed. */
export interface Tombstone {
  readonly address: Address;
  readonly expiredAt: string;
  readonly destroyedAt: string;
  readonly ttlSeconds: number;
  readonly applied: Attribution;
  /** Set by `helix renew`: the next plan creates the resource again. */
  readonly lifted: { readonly at: string; readonly forSeconds: number | null } | null;
}

/** One member of a batch of operations, as it was begun. Enough to probe and finish it on another machine. */
export interface OpenMember {
  readonly address: Address;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'import';
  /** The idempotency key, made from owner and journal entry. */
  readonly key: string;
  /** The record as it will be when the operation succeeds; null for a delete. */
  readonly target: ResourceRecord | null;
  /** The record before; null for a create. */
  readonly prior: ResourceRecord | null;
  /** Set when success of a delete leaves a tombstone. */
  readonly tombstone: Tombstone | null;
}

export interface OpenEntry {
  /** Unique in the lineage: `<lease token>-<counter>`. */
  readonly id: string;
  readonly engine: EngineName;
  readonly at: string;
  readonly members: readonly OpenMember[];
  /** What the engine wrote down on its way, for whoever has to find out what became of it. */
  readonly notes?: JsonObject;
}

/** What became of one member. `record: null` means that nothing exists any longer. */
export interface MemberEnd {
  readonly address: Address;
  readonly record: ResourceRecord | null;
  readonly tombstone: Tombstone | null;
}

/** The journal: durable before the calls (`begin`) and after them (`end`); and which run they belong to. */
export type JournalEntry =
  | { readonly type: 'run'; readonly run: Run }
  | ({ readonly type: 'begin' } & OpenEntry)
  /** Of the open entry `id`: replaces its notes. */
  | { readonly type: 'notes'; readonly id: string; readonly notes: JsonObject }
  /** null: there is none any longer. */
  | { readonly type: 'mirror'; readonly name: string; readonly text: string | null }
  | {
      readonly type: 'end';
      readonly id: string;
      readonly at: string;
      readonly members: readonly MemberEnd[];
    };
