import type { PlanMode } from '../plan/plan';
import type { Address, SourceRef } from '../values/resource';
import type { ResourceError } from './engine';

/** What is done to one resource while a plan is carried out. Reads and no-ops are not operations. */
export type OperationAction = 'create' | 'update' | 'replace' | 'delete' | 'import';

/** Progress of an apply as data; `render/progress` decides how it looks. Times are RFC 3339 UTC. */
export type ApplyEvent =
  /** How many operations there will be; comes before all others, once known. */
  | { readonly type: 'planned'; readonly total: number }
  | {
      readonly type: 'started';
      readonly address: Address;
      readonly action: OperationAction;
      readonly at: string;
    }
  /** `phase` is a short phrase of the engine: `provisioning`, `deploying queries (3 of 12)`. */
  | { readonly type: 'phase'; readonly address: Address; readonly phase: string; readonly at: string }
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
  /** Something to say that belongs to no resource: recovery, waiting for the lock, Ctrl-C. */
  | { readonly type: 'note'; readonly message: string };

/** Receives the events of one apply, in order. Never throws; a reporter that cannot write stays silent. */
export interface Reporter {
  report(event: ApplyEvent): void;
  /** Ends live output. Called once, after the last event. */
  close(): void;
}

/** What became of each change of the plan that was carried out. */
export interface ApplySummary {
  readonly mode: PlanMode;
  /** In the order of the plan; each address once. */
  readonly results: readonly ApplyResult[];
}

export interface ApplyResult {
  readonly address: Address;
  readonly action: OperationAction;
  /** `unknown`: begun, and its end could not be found out; the journal keeps it for the next apply. */
  readonly result: 'done' | 'failed' | 'skipped' | 'not-started' | 'unknown' | 'cancelled';
  readonly error?: ResourceError;
  /** Where what failed is declared, where it is. */
  readonly source?: SourceRef;
  /** The failed resource that a `skipped` one depends on. */
  readonly because?: Address;
}
