import type { ChangeCost, PlanCost } from '../pricing/cost';
import type { Json, JsonObject } from '../values/json';
import type { Address, EngineName, ResourceKind, SourceRef } from '../values/resource';

/** What `apply` would do: a value. Text, JSON and Markdown are renderings of it; `plan --out` writes it as it is. */
export interface Plan {
  readonly format: 1;
  /** `helix1:<sha256>`, see `sealPlan`. Nothing that moves with the clock is in it. */
  readonly digest: string;
  readonly mode: PlanMode;
  readonly project: string;
  readonly workspace: string;
  /** The Helix Cloud that clusters go to: a URL or `embedded`; null when the project has none. */
  readonly endpoint: string | null;
  readonly configDigest: string;
  readonly targets: readonly Address[];
  /** Dependencies before dependants; each address at most once. Contains no no-ops. */
  readonly changes: readonly Change[];
  /** Resources that stay as they are: the digest of their record. */
  readonly unchanged: readonly { readonly address: Address; readonly digest: string }[];
  /** The records that this plan reads or writes; null where there is none. A plan is stale when one has another digest. */
  readonly reads: readonly { readonly address: Address; readonly digest: string | null }[];
  /** Changes that need an engine which this version does not have: shown and priced, not applied. */
  readonly unsupported: readonly Change[];
  /** Resources with an open journal entry: what became of them is not known until `apply` or `plan --refresh` probes. */
  readonly unresolved: readonly Address[];
  /** Refusals (`protect`, the budget, ...): a plan with one cannot be applied. */
  readonly refusals: readonly Refusal[];
  /** What `--refresh` found to differ from the records. */
  readonly drift: readonly Drift[];
  /** Stopped resources: shown, no change. */
  readonly stopped: readonly Address[];
  readonly expiry: Expiry;
  readonly cost: PlanCost | null;
  /** Absent where no `[budget]` is set. */
  readonly budget?: BudgetStanding;
  /** For people; no part of the digest. */
  readonly about: {
    readonly helixVersion: string;
    /** RFC 3339 UTC: "now" of the plan (`--at` moves it). */
    readonly now: string;
    readonly lineage: string | null;
    readonly serial: number;
    /** When the state was last written. */
    readonly recordedAt: string | null;
    /** When the regions of `helix.lock.json` were read; null without a lock. */
    readonly regionsAt: string | null;
    /** The date of the oldest price of a machine that is in it; null when there is none. */
    readonly pricesAt: string | null;
    /** The books that prices were looked up in. */
    readonly priceBooks: readonly PriceBookUsed[];
    /** What `auto` has chosen now; what it chose before is remembered and not told again. */
    readonly autoChoices: readonly AutoChoice[];
  };
}

/** `apply` brings the world to the configuration; `destroy` takes everything in scope down; `expired` what outlived its TTL. */
export type PlanMode = 'apply' | 'destroy' | 'expired';

export type Change = CreateChange | UpdateChange | ReplaceChange | DeleteChange | ReadChange;

interface ChangeBase {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly engine: EngineName;
  readonly provider: string;
  readonly region: string | null;
  /** null for what is no longer declared. */
  readonly source: SourceRef | null;
  readonly dependsOn: readonly Address[];
  readonly cost: ChangeCost | null;
  /** RFC 3339 UTC; null without a TTL, and before a create, whose expiry counts from its creation. */
  readonly expiresAt: string | null;
  readonly ttlSeconds: number | null;
}

interface Wanted {
  readonly after: JsonObject;
  readonly protect: boolean;
}

export interface CreateChange extends ChangeBase, Wanted {
  readonly action: 'create';
  readonly before: null;
  /** `gone`: it was deleted behind Helix's back; `renewed`: it had expired and was renewed. */
  readonly reason: 'new' | 'gone' | 'renewed';
}

export interface UpdateChange extends ChangeBase, Wanted {
  readonly action: 'update';
  readonly before: JsonObject;
  readonly attributes: readonly AttributeChange[];
  /** `import`: the cluster is somebody else's, or nobody's, until this is applied. */
  readonly reason: 'changed' | 'drift' | 'repair' | 'import';
}

export interface ReplaceChange extends ChangeBase, Wanted {
  readonly action: 'replace';
  readonly before: JsonObject;
  readonly attributes: readonly AttributeChange[];
  readonly losesData: boolean;
}

export interface DeleteChange extends ChangeBase {
  readonly action: 'delete';
  readonly before: JsonObject;
  readonly after: null;
  readonly reason: 'no-longer-declared' | 'destroy' | 'expired';
}

/** Shown, never created or destroyed. */
export interface ReadChange extends ChangeBase {
  readonly action: 'read';
  readonly before: null;
  readonly after: JsonObject;
}

/** One attribute that differs. `path` is dotted: `db_config.vector_config.m`. */
export interface AttributeChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly forcesReplacement: boolean;
}

export interface Refusal {
  readonly code: 'protect' | 'endpoint-moved' | 'foreign' | 'budget' | 'policy';
  /** The key of `[budget]` or `[policy]` that is broken. */
  readonly rule?: string;
  /** null: the whole workspace. */
  readonly address: Address | null;
  readonly message: string;
  readonly hint: string;
  /** Where the rule stands. */
  readonly source: SourceRef | null;
}

/** What a plan may cost, in dollars as decimal text; null where there is no such limit. */
export interface BudgetStanding {
  readonly monthlyUsd: string | null;
  readonly maxIncreaseUsd: string | null;
  /** Why it may cost more all the same, and what it breaks; null while it keeps to the limits, or is refused. */
  readonly override: { readonly reason: string; readonly broken: readonly string[] } | null;
}

export type Drift =
  | { readonly address: Address; readonly type: 'gone' }
  | { readonly address: Address; readonly type: 'changed'; readonly attributes: readonly AttributeChange[] }
  | { readonly address: Address; readonly type: 'foreign'; readonly owner: string };

export interface Expiry {
  /** Expired and destroyed: they stay down. */
  readonly down: readonly { readonly address: Address; readonly expiredAt: string }[];
  /** Expired and still there: the next `destroy --expired` takes them. */
  readonly expired: readonly { readonly address: Address; readonly expiresAt: string }[];
  /** Expired, but held: something that depends on it lives, or it is protected. */
  readonly held: readonly {
    readonly address: Address;
    readonly because: 'protect' | 'dependant' | 'keeps';
    readonly by: Address | null;
  }[];
  /** What expires next, soonest first, as things will be after this plan. */
  readonly next: readonly { readonly address: Address; readonly expiresAt: string }[];
}

/** A place and a type that `auto` chose, and why. */
export interface AutoChoice {
  readonly address: Address;
  readonly provider: string;
  readonly region: string;
  readonly type: string;
  /** It is the cheapest of so many places that have a machine which does. */
  readonly of: number;
  /** The next one as `CLOUD us-central1 e2-medium`; null when there is none. */
  readonly next: string | null;
}

/** One cloud's book of prices. */
export interface PriceBookUsed {
  readonly provider: string;
  /** The date of its newest figure. */
  readonly asOf: string;
  /** `sha256:<hex>`; no part of the plan's digest, which holds the prices themselves. */
  readonly digest: string;
  readonly origin: 'bundled' | 'project';
}
