import type { Config } from '../config/config';
import type { Existing, Observation } from '../state/observation';
import type { OpenEntry, OpenMember, ResourceRecord, State } from '../state/state';
import type { JsonObject } from '../values/json';
import type { Address, EngineName } from '../values/resource';
import type { ContextPlace } from '../graph/project-contents';
import type { EngineVerbs } from './engine-verbs';
import type { AnonymousDeclaration, PushImage } from './push-image';
import type { PackedContext, ProjectFiles } from './project-files';

export type { Existing, Observation };

/** An engine of this version, before it is loaded: only a command that needs it pays for that. */
export interface EngineFactory {
  readonly name: EngineName;
  /** Whether its resources live at `EngineSession.endpoint`: then a plan names that and the age of its regions. */
  readonly usesEndpoint: boolean;
  /** Whether this version can apply such a resource. Asked for resources of this engine alone. */
  readonly applies: (resource: Pick<ResourceRecord, 'kind' | 'provider' | 'inputs'>) => boolean;
  readonly load: (session: EngineSession) => Promise<Engine>;
}

/** The facts about a run that its engines need. */
export interface EngineSession {
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  /** The program that runs the project's containers. */
  readonly containerRuntime: Config['containerRuntime'];
  /** The way in which images are built. */
  readonly build: Config['build'];
  /** The Helix Cloud of the configuration: a URL or `embedded`. */
  readonly endpoint: string;
  /** The state as it is now; null while there is none. */
  readonly state: () => State | null;
  /** The lineage of the state; known once there is one. */
  readonly lineage: () => string;
  /** The project's schema and queries: path below the queries directory -> text. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  /** The files of a build context, for the image that is built from them. */
  readonly packBuildContext: (place: ContextPlace) => Promise<PackedContext>;
  /** The archive of an image's context that is not in the project: texts and a folder of this host. */
  readonly packFiles: ProjectFiles['packFiles'];
  /** The variables of the project's `.env` files, which its local containers get. Their values are secret. */
  readonly envFile: ReadonlyMap<string, string>;
  /** The time of the commit that the project is at, in seconds since 1970; null without one. */
  readonly readCommitTime: () => Promise<number | null>;
  /** The page of the repository that the project was cloned from; null without one. */
  readonly readSourceUrl: () => Promise<string | null>;
  /** The table of an instance without an account; null where none of that name is declared. */
  readonly anonymous: (name: string) => AnonymousDeclaration | null;
  /** Pushes the image of an instance to where the service that runs it wants it. */
  readonly pushImage: PushImage;
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
  /** Whether `prepare` can take minutes: the others are asked first, so that what they refuse is known at once. */
  readonly preparesSlowly?: boolean;
  /**
   * Lets the engine's own tool plan all changes before the first one begins, and returns what it would do. Changes nothing.
   * @throws HelixError `refused` when that differs from the plan
   */
  prepare?(
    members: readonly Omit<OpenMember, 'key'>[],
    options?: PrepareOptions,
  ): Promise<readonly ToolChange[]>;
  /** Groups changes that must be applied together; one change each for most engines. */
  batches<M extends Omit<OpenMember, 'key'>>(members: readonly M[]): readonly (readonly M[])[];
  /** Reads what really exists, for the given records. */
  observe(records: readonly ResourceRecord[]): Promise<ReadonlyMap<Address, Observation>>;
  /** Applies one batch, idempotent by each member's key. Failures are results, not exceptions; a lost lease throws. */
  apply(batch: OpenEntry, context: EngineContext): Promise<readonly MemberResult[]>;
  /**
   * Finds out how a batch ended whose end is not on record, by owner and key. Changes nothing in the cloud.
   * Without a context the lease is not held: then nothing may be recorded either, and a result may be `unknown`.
   */
  probe(batch: OpenEntry, context: EngineContext | null): Promise<readonly MemberResult[]>;
}

/** A resource and its place in the outside world. */
export type PlacedResource = Pick<ResourceRecord, 'address' | 'kind' | 'provider' | 'region' | 'inputs'>;

export interface PrepareOptions {
  /** Also plan what is recorded and not to change. */
  readonly alsoUnchanged?: boolean;
  /** Takes each plan of the tool itself, as one line of JSON without secrets, under the name of what it plans. */
  readonly onDocument?: ((name: string, text: string) => void) | undefined;
}

/** A change that an engine's own tool would make to one part of a resource. */
export interface ToolChange {
  readonly address: Address;
  /** The tool's own address of the part: `acme_firewall.staging`. */
  readonly part: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
}

/** The connection of a running batch to the lease, the journal and the user. */
export interface EngineContext {
  /** Throws when the lease is not held. To be called before every request. */
  readonly assertHeld: () => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** Makes notes durable for a later `probe` of this batch; they replace earlier ones. */
  readonly note: (notes: JsonObject) => Promise<void>;
  /** Saves a state of the engine's own tool with ours, as JSON text; null when it no longer exists. */
  readonly saveToolState: (name: string, text: string | null) => Promise<void>;
  /** Aborted by the first Ctrl-C: start nothing new; stop early where the work can be resumed. */
  readonly stopping: AbortSignal;
  /** Aborted by the last of several Ctrl-C: stop waiting and leave the rest to the journal. */
  readonly signal: AbortSignal;
}

/** Progress as data; `render` decides how it looks. */
export interface EngineEvent {
  readonly address: Address;
  /** A short phrase: `provisioning`, `deploying queries (3 of 12)`. */
  readonly phase: string;
  /** The milestone that the resource has reached with it, where that can be observed. */
  readonly reached?: Milestone;
}

/**
 * The milestones of a machine that is deployed, in their order; each one implies those before it.
 *
 * - `begun`: its first part is being created.
 * - `running`: the machine itself is there.
 * - `connected`: all of its parts are, among them its firewall and its address.
 * - `answering`: what it runs has answered.
 * - `healthy`: it answered that it is well.
 */
export const MILESTONES = ['begun', 'running', 'connected', 'answering', 'healthy'] as const;

export type Milestone = (typeof MILESTONES)[number];

/** The result of one member of a batch. */
export type MemberResult =
  | { readonly address: Address; readonly outcome: 'done'; readonly existing: Existing | null }
  | {
      readonly address: Address;
      readonly outcome: 'failed';
      /** The resource after the failure; null for nothing, `unknown` when that could not be found out. */
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
