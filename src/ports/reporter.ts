import type { PlanMode } from '../plan/plan';
import type { Address, SourceRef } from '../values/resource';
import type { Milestone, ResourceError } from './engine';

/** The action of an operation on one resource. Reads and no-ops are not operations. */
export type OperationAction = 'create' | 'update' | 'replace' | 'delete' | 'import';

/** Progress of an apply as data; `render/progress` decides how it looks. Times are RFC 3339 UTC. */
export type ApplyEvent =
  /** The number of operations; comes before all other events, once known. */
  | { readonly type: 'planned'; readonly total: number }
  | {
      readonly type: 'started';
      readonly address: Address;
      readonly action: OperationAction;
      readonly at: string;
    }
  /** `phase` is a short phrase of the engine: `provisioning`, `deploying queries (3 of 12)`. */
  | {
      readonly type: 'phase';
      readonly address: Address;
      readonly phase: string;
      readonly at: string;
      readonly reached?: Milestone;
    }
  | {
      readonly type: 'finished';
      readonly address: Address;
      readonly action: OperationAction;
      readonly at: string;
      readonly result: 'done' | 'failed' | 'cancelled';
      readonly error?: ResourceError;
    }
  /** Never started, because `because` failed. */
  | {
      readonly type: 'skipped';
      readonly address: Address;
      readonly action: OperationAction;
      readonly because: Address;
    }
  /** A message that belongs to no resource: recovery, waiting for the lock, Ctrl-C. */
  | { readonly type: 'note'; readonly message: string };

/** Receives the events of one apply, in order. Never throws; a reporter that cannot write stays silent. */
export interface Reporter {
  report(event: ApplyEvent): void;
  /** Ends live output. Called once, after the last event. */
  close(): void;
}

/** The results of an applied plan. */
export interface ApplySummary {
  readonly mode: PlanMode;
  /** In the order of the plan; each address once. */
  readonly results: readonly ApplyResult[];
}

export interface ApplyResult {
  readonly address: Address;
  readonly action: OperationAction;
  /** `unknown`: it began, and its end could not be found out; the journal keeps it for the next apply. */
  readonly result: 'done' | 'failed' | 'skipped' | 'not-started' | 'unknown' | 'cancelled';
  readonly error?: ResourceError;
  /** The place that declares the failed resource, if one does. */
  readonly source?: SourceRef;
  /** The failed resource that a `skipped` one depends on. */
  readonly because?: Address;
}
