import type { ChangeCost, PlanCost } from '../pricing/cost';
import type { SecretChange } from '../resources/secrets/digests';
import type { Json, JsonObject } from '../values/json';
import type { Address, EngineName, ResourceKind, SourceRef } from '../values/resource';
import type { AutoChoice, Expiry, PriceBookUsed } from './outlook';

/** The changes that `apply` would make, as a value. Text and JSON are renderings of it; `plan --out` writes it as it is. */
export interface Plan {
  readonly format: 1;
  /** `helix1:<sha256>`, see `planDigest`. It does not depend on the clock. */
  readonly digest: string;
  readonly mode: PlanMode;
  readonly project: string;
  readonly workspace: string;
  /** The Helix Cloud of the clusters: a URL or `embedded`; null if the project has none. */
  readonly endpoint: string | null;
  readonly configDigest: string;
  readonly targets: readonly Address[];
  /** Dependencies come before dependants, each address at most once. There are no no-ops. */
  readonly changes: readonly Change[];
  /**
   * The resources that exist and that the plan leaves as they are: also those out of its scope, expired ones, and those
   * with an open journal entry.
   */
  readonly kept: readonly KeptResource[];
  /** The declared resources in scope that need no change, with the digests of their records. */
  readonly unchanged: readonly { readonly address: Address; readonly digest: string }[];
  /** The records that this plan reads or writes; null: no record. A plan is stale if one of them has another digest. */
  readonly reads: readonly { readonly address: Address; readonly digest: string | null }[];
  /** The changes that need an engine which this version lacks: shown and priced, not applied. */
  readonly unsupported: readonly Change[];
  /** The resources with an open journal entry: their fate is unknown until `apply` or `plan --refresh` probes them. */
  readonly unresolved: readonly Address[];
  /** The reasons (`protect`, the budget, ...) for which this plan cannot be applied. */
  readonly refusals: readonly Refusal[];
  /** The differences from the records that `--refresh` found. */
  readonly drift: readonly Drift[];
  /** The stopped resources: shown, not changed. */
  readonly stopped: readonly Address[];
  /** The resources that were deployed without a table in any file: shown, not deleted. Missing without any. */
  readonly byHand?: readonly Address[];
  /** The built images whose base images have moved since: shown, not changed. Missing without any. */
  readonly movedBases?: readonly { readonly address: Address; readonly bases: readonly string[] }[];
  readonly expiry: Expiry;
  readonly cost: PlanCost | null;
  /** Missing without a `[budget]`. */
  readonly budget?: BudgetStanding;
  /** Facts for people, outside the digest. */
  readonly about: {
    readonly helixVersion: string;
    /** The time that the plan counts from, which `--at` moves. RFC 3339 UTC. */
    readonly now: string;
    readonly lineage: string | null;
    readonly serial: number;
    /** The time of the last write of the state. */
    readonly recordedAt: string | null;
    /** The time at which the regions of `helix.lock.json` were read; null without a lock. */
    readonly regionsAt: string | null;
    /** The date of the oldest price in the plan; null if it has none, or none with a date. */
    readonly pricesAt: string | null;
    /** The price books that were used. */
    readonly priceBooks: readonly PriceBookUsed[];
    /** The choices of `auto` in this plan, without those of earlier plans. */
    readonly autoChoices: readonly AutoChoice[];
  };
}

/** `apply` makes what the configuration declares; `destroy` deletes everything in scope; `expired` deletes expired resources. */
export type PlanMode = 'apply' | 'destroy' | 'expired';

export type Change = CreateChange | UpdateChange | ReplaceChange | DeleteChange | ReadChange;

interface ChangeBase {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly engine: EngineName;
  readonly provider: string;
  readonly region: string | null;
  /** null for a resource that is no longer declared. */
  readonly source: SourceRef | null;
  readonly dependsOn: readonly Address[];
  readonly cost: ChangeCost | null;
  /** RFC 3339 UTC; null without a TTL, and for a create, whose expiry counts from its creation. */
  readonly expiresAt: string | null;
  readonly ttlSeconds: number | null;
}

interface Wanted {
  readonly after: JsonObject;
  readonly protect: boolean;
  /** Whether no file declares it: later plans leave it alone. Missing otherwise. */
  readonly byHand?: true;
  /** The references of the image that Helix builds for a machine; missing for anything else. */
  readonly machineImage?: MachineImage;
}

/** The references by which a machine pulls the image that Helix builds for it. */
export interface MachineImage {
  /** null: nothing runs, or nobody knows what. */
  readonly before: string | null;
  /** null: it is not pushed yet. */
  readonly after: string | null;
}

export interface CreateChange extends ChangeBase, Wanted {
  readonly action: 'create';
  readonly before: null;
  /** `gone`: it was deleted outside Helix; `terminated`: the machine was, and parts of it are left; `foreign`: it belongs to somebody else now; `renewed`: it had expired and was renewed. */
  readonly reason: 'new' | 'gone' | 'terminated' | 'foreign' | 'renewed';
}

export interface UpdateChange extends ChangeBase, Wanted {
  readonly action: 'update';
  readonly before: JsonObject;
  readonly attributes: readonly AttributeChange[];
  /** `import`: the cluster is somebody else's, or nobody's, until this is applied; `moved`: its table was renamed. */
  readonly reason: 'changed' | 'drift' | 'repair' | 'import' | 'moved';
  /** The address on record, where the table was renamed. */
  readonly movedFrom?: Address;
  /** The secrets whose values are brought over although their references are the same; missing where there are none. */
  readonly secretChanges?: readonly SecretChange[];
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
  readonly losesData: boolean;
  readonly reason: 'no-longer-declared' | 'destroy' | 'terminated' | 'expired';
}

/** A resource that is shown, never created or destroyed. */
export interface ReadChange extends ChangeBase {
  readonly action: 'read';
  readonly before: null;
  readonly after: JsonObject;
}

/** A resource that a plan leaves as it is; both sides are what is on record. */
export interface KeptResource extends ChangeBase {
  readonly action: 'no-op';
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly protect: boolean;
}

/** An attribute that differs. `path` is dotted: `db_config.vector_config.m`. */
export interface AttributeChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly forcesReplacement: boolean;
}

export interface Refusal {
  readonly code: 'protect' | 'endpoint-moved' | 'foreign' | 'budget' | 'policy';
  /** The violated key of `[budget]` or `[policy]`. */
  readonly rule?: string;
  /** null: the whole workspace. */
  readonly address: Address | null;
  readonly message: string;
  readonly hint: string;
  /** The place of the rule. */
  readonly source: SourceRef | null;
}

/** The limits of a plan's cost, in dollars as decimal text; null: no limit. */
export interface BudgetStanding {
  readonly monthlyUsd: string | null;
  readonly maxIncreaseUsd: string | null;
  /** The reason to exceed the limits, and the violations; null if the plan keeps to the limits or is refused. */
  readonly override: { readonly reason: string; readonly broken: readonly string[] } | null;
}

export type Drift = Drifted &
  (
    | {
        readonly type: 'gone';
        /** The differences in the parts that are left of it. */
        readonly attributes?: readonly AttributeChange[];
      }
    | { readonly type: 'changed'; readonly attributes: readonly AttributeChange[] }
    | { readonly type: 'foreign'; readonly owner: string }
  );

/** A recorded resource that differs from its record. */
interface Drifted {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly provider: string;
  /** The inputs on record. */
  readonly before: JsonObject;
  /** The inputs that were found; null for a resource that is no longer there, or no longer the project's. */
  readonly after: JsonObject | null;
}
