import type { Existing, Observation } from '../state/observation';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../state/state';
import type { JsonObject } from '../values/json';
import type { Address, EngineName } from '../values/resource';
import type { EngineVerbs } from './engine-verbs';

export type { Existing, Observation };

/** An engine of this version, before it is loaded: only a command that reaches out pays for the rest. */
export interface EngineFactory {
  readonly name: EngineName;
  /** Whether its resources live at `EngineSession.endpoint`: then a plan names that and the age of its regions. */
  readonly usesEndpoint: boolean;
  /** Whether this version can apply such a resource. Asked for resources of this engine alone. */
  readonly applies: (resource: Pick<ResourceRecord, 'kind' | 'provider'>) => boolean;
  readonly load: (session: EngineSession) => Promise<Engine>;
}

/** The facts about a run that its engines need. */
export interface EngineSession {
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  /** The Helix Cloud of the configuration: a URL or `embedded`. */
  readonly endpoint: string;
  /** The state as it is now; null while there is none. */
  readonly state: () => State | null;
  /** The lineage of the state; known once there is one. */
  readonly lineage: () => string;
  /** The project's schema and queries: path below the queries directory -> text. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  /** The value behind a fingerprint in a plan. Throws HelixError `config` when the files no longer hold it. */
  readonly secretByFingerprint: (fingerprint: string) => string;
}

/** Applies changes in one part of the outside world. Scheduler and journal know only batches and their members. */
export interface Engine {
  readonly name: EngineName;
  /** The commands beside plan and apply that it supports. */
  readonly verbs?: EngineVerbs;
  /**
   * Checks once, before the first operation, that these resources can be reached with the credentials at hand.
   * @throws HelixError `auth` or `unreachable`
   */
  check(resources: readonly PlacedResource[]): Promise<void>;
  /**
   * Looks over everything that will be asked for, before any of it is begun, and says what its own tool would do.
   * Changes nothing.
   * @throws HelixError `refused` when it would come out otherwise than the plan says
   */
  prepare?(members: readonly Omit<OpenMember, 'key'>[]): Promise<readonly ToolChange[]>;
  /** Groups changes that must be carried out together; one change each for most engines. */
  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[];
  /** What is really there, for the records given. */
  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>>;
  /** Carries one batch out: idempotent by each member's key. Failures are results, not exceptions; a lost lease throws. */
  apply(batch: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]>;
  /**
   * Finds out what became of a batch that was begun and not ended, by owner and key. Changes nothing outside.
   * Without a context the lease is not held: nothing may be written down either, and what cannot be told is `unknown`.
   */
  probe(batch: OpenEntry, context: EngineContext | null): Promise<readonly MemberResult[]>;
}

/** A resource and its place in the outside world. */
export type PlacedResource = Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'region'>;

/** What an engine's own tool would do to one thing that a resource is made of there. */
export interface ToolChange {
  readonly address: Address;
  /** In the tool's words: `aws_security_group.staging`. */
  readonly part: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
}

export interface EngineContext {
  /** Called before every request: throws when the lease is not held. */
  readonly assertHeld: () => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** Makes durable what a later `probe` of this batch must know; replaces what was written down before. */
  readonly note: (notes: JsonObject) => Promise<void>;
  /** Keeps a state of the engine's own tool with ours: JSON text; null when there is none any longer. */
  readonly mirror: (name: string, text: string | null) => Promise<void>;
  /** Aborted by the first Ctrl-C: begin nothing more, and end soon what can be gone on with later. */
  readonly stopping: AbortSignal;
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
  readonly kind: 'auth' | 'failed' | 'foreign' | 'timeout' | 'cancelled' | 'deviation';
  readonly message: string;
  readonly hint?: string;
  /** Errors in the user's own schema or queries. */
  readonly problems?: readonly { file: string; line: number; message: string }[];
}
