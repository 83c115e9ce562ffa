import type { Existing, Observation } from '../state/observation';
import type { Address, EngineName } from '../values/resource';
import type { OpenEntry, OpenMember, ResourceRecord } from '../state/state';

export type { Existing, Observation };

/** Carries changes out in one part of the outside world. Scheduler and journal know only batches and their members. */
export interface Engine {
  readonly name: EngineName;
  /**
   * Checks credentials and reachability once, before the first operation.
   * @throws HelixError `auth` or `unreachable`
   */
  check(): Promise<void>;
  /** Groups changes that must be carried out together; one change each for most engines. */
  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[];
  /** What is really there, for the records given. */
  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>>;
  /** Carries one batch out: idempotent by each member's key. Failures are results, not exceptions; a lost lease throws. */
  apply(batch: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]>;
  /** Finds out what became of a batch that was begun and not ended, by owner and key. Changes nothing. */
  probe(batch: OpenEntry): Promise<readonly MemberResult[]>;
}

export interface EngineContext {
  /** Called before every request: throws when the lease is not held. */
  readonly assertHeld: () => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** Aborted by the last of several Ctrl-C: stop waiting, leave the rest to the journal. */
  readonly signal: AbortSignal;
}

/** Progress as data; `render` decides how it looks. */
export interface EngineEvent {
  readonly address: Address;
  /** A short phrase: `provisioning`, `deploying queries (3 of 12)`. */
  readonly phase: string;
}

/** What became of one member of a batch. */
export type MemberResult =
  | { readonly address: Address; readonly outcome: 'done'; readonly existing: Existing | null }
  | {
      readonly address: Address;
      readonly outcome: 'failed';
      /** What is there after the failure; null when nothing is, `unknown` when that could not be found out. */
      readonly existing: Existing | null | 'unknown';
      readonly error: ResourceError;
    };

/** Why a resource failed, as fields. */
export interface ResourceError {
  readonly kind: 'auth' | 'failed' | 'foreign' | 'timeout' | 'cancelled';
  readonly message: string;
  readonly hint?: string;
  /** Errors in the user's own schema or queries. */
  readonly problems?: readonly { file: string; line: number; message: string }[];
}
