import type { Lock } from '../config/lock/lock-file';
import type { DesiredResource } from '../graph/desired-state';
import type { Existing } from '../state/observation';
import type { ResourceRecord } from '../state/state';
import type { JsonObject } from '../values/json';
import type { Address, ResourceKind } from '../values/resource';
import type { PushTarget } from './push-image';

/** The commands beside plan and apply that an engine supports. One that is missing is refused by `findVerb`. */
export interface EngineVerbs {
  /** Reads the live status of recorded resources, in their cloud's words. Without it, `observe` is used. */
  readonly status?: (records: readonly ResourceRecord[]) => Promise<ReadonlyMap<Address, LiveStatus>>;
  /** Starts a stopped resource and waits until it runs. */
  readonly start?: (record: ResourceRecord) => Promise<void>;
  /** Stops a running resource, keeping its data, and waits until it is stopped. */
  readonly stop?: (record: ResourceRecord) => Promise<void>;
  /** Restarts a resource and waits until it runs again. */
  readonly restart?: (record: ResourceRecord) => Promise<void>;
  /** Whether such a resource runs: can be started, stopped, restarted and asked for its log. Without it, all do. */
  readonly runs?: (resource: { readonly kind: ResourceKind }) => boolean;
  /** Returns why a verb does not fit a resource: `a spot machine ...`; null where it does. Without it, all fit. */
  readonly whyNot?: (
    verb: 'start' | 'stop' | 'restart' | 'logs',
    resource: Pick<ResourceRecord, 'address' | 'kind' | 'inputs'>,
  ) => string | null;
  readonly logs?: (record: ResourceRecord, options: LogOptions) => AsyncIterable<LogLine>;
  /** Builds a declared image and pushes nothing. Changes no record. */
  readonly build?: (image: DesiredResource, options: BuildOptions) => Promise<BuiltByHand>;
  /**
   * Compiles the queries that a declared image is generated from, and returns the code. Changes no record.
   * @throws HelixError `unreachable` without an engine, `failed` with what the compiler printed
   */
  readonly compile?: (
    image: DesiredResource,
    options: Pick<BuildOptions, 'phase' | 'signal'>,
  ) => Promise<string>;
  /** Pushes a declared image to a repository that another engine names, and returns its reference by digest. */
  readonly push?: (image: DesiredResource, to: PushTarget) => Promise<{ readonly reference: string }>;
  readonly adopt?: Adoption;
  readonly builds?: BuildVerbs;
  /** Removes the project's images that nothing on record names. */
  readonly pruneImages?: (request: PruneRequest) => Promise<readonly PrunedImage[]>;
  /** Reads what plans must know and the lock file does not pin yet; null when nothing is missing. */
  readonly beforeApply?: (lock: Lock | null) => Promise<LockPatch | null>;
}

/** The way in which `helix build` builds. */
export interface BuildOptions {
  /** Whether all steps run again, from base images that are pulled again. */
  readonly anew: boolean;
  /** `linux/arm64`; null: that of the project. */
  readonly platform: string | null;
  /** The file to save the image to. */
  readonly output: string | null;
  readonly phase: (phase: string) => void;
  readonly signal: AbortSignal;
}

/** An image that `helix build` has built, or found. */
export interface BuiltByHand {
  /** `sha256:...` of all that it is built from. */
  readonly context: string;
  readonly imageId: string;
  /** `helix-shop-dev:1c9f0b2a77d1` */
  readonly tag: string;
  readonly sizeBytes: number;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/** A resource as its cloud describes it. */
export interface LiveStatus {
  /** The state in the cloud's words; `gone` when it knows no such resource, `foreign` when it belongs to somebody else. */
  readonly actual: string;
  readonly reason: string | null;
  readonly endpoint: string | null;
}

export interface LogOptions {
  /** Whether to wait for new lines until the signal aborts. */
  readonly follow: boolean;
  /** The number of lines to start from, counted from the newest; null: all. */
  readonly limit: number | null;
  readonly signal: AbortSignal;
}

/** One line of a log; lines come oldest first. */
export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly message: string;
}

/** Ways to take over what exists: by `import`, and under another address by `state mv`. */
export interface Adoption {
  /**
   * Finds what a declared resource is to become. Changes nothing.
   * @param recorded the record at its address, or null
   * @throws HelixError `config` when the resource is not declared with that id, `not-found` when nothing has it
   */
  readonly find: (
    desired: DesiredResource,
    id: string,
    recorded: ResourceRecord | null,
  ) => Promise<Adoptable>;
  /** Whether two records stand for the same thing. */
  readonly isSame: (one: ResourceRecord, other: ResourceRecord) => boolean;
  /** The outputs with which an `import` under another address takes over what a record stands for. */
  readonly outputsToMove: (record: ResourceRecord) => JsonObject;
}

/** Something that exists and can be imported. */
export interface Adoptable {
  /** Its outputs name the owner that the import takes it from: the import fails once that has changed. */
  readonly existing: Existing;
  /** Its present owner, for people. */
  readonly owner: string;
  /** Whether `recorded` stands for it and it has become somebody else's: then it may be taken back. */
  readonly isLost: boolean;
}

/** New contents of the lock file; what is left out stays. */
export type LockPatch = Partial<Pick<Lock, 'helixCloud'>>;

/** The commands about images that an engine builds. */
export interface BuildVerbs {
  /**
   * Finds images that this host lacks a program for. Asks nothing of an engine or another host.
   * @returns the Problem's message and hint, by address
   */
  readonly findObstacles: (images: readonly DeclaredImage[]) => Promise<readonly Obstacle[]>;
  /** Reads the builds of the project on this host, the newest first. */
  readonly list: () => Promise<readonly BuildSummary[]>;
  /**
   * Builds a recorded image again without a cache, and compares. Changes nothing.
   * @throws HelixError `refused` where its files are not those that it was built from
   */
  readonly verify: (record: ResourceRecord, signal: AbortSignal) => Promise<Verification>;
}

/** An image that is declared, with the Dockerfile of the project that it is built from; null where that is generated. */
export interface DeclaredImage {
  readonly image: DesiredResource;
  readonly dockerfileText: string | null;
}

/** Why an image cannot be built on this host. */
export interface Obstacle {
  readonly address: Address;
  readonly message: string;
  readonly hint: string | null;
}

/** One build of an image. */
export interface BuildSummary {
  /** `image.api` */
  readonly address: string;
  /** The beginning of the image's identity, as in its tag. */
  readonly context: string;
  /** RFC 3339 UTC */
  readonly started_at: string;
  readonly seconds: number;
  readonly outcome: 'built' | 'failed' | 'cancelled';
  /** Empty: the engine's own. */
  readonly platforms: readonly string[];
  /** `sha256:...` of what was pushed, or the id in the engine; null for a build that did not succeed. */
  readonly digest: string | null;
  readonly steps: number;
  readonly cached_steps: number;
}

/** The result of a second build of an image. */
export type Verification =
  | { readonly outcome: 'equal'; readonly digest: string }
  | {
      readonly outcome: 'different';
      readonly recorded: string;
      readonly rebuilt: string;
      /** The layers that differ, in words. */
      readonly differences: readonly string[];
    }
  /** The builder of the recorded image gives another digest each time. */
  | { readonly outcome: 'impossible' };

/** The images of a project, and what is known of their use. */
export interface PruneRequest {
  /** The images that are declared or on record: their repositories are looked through. */
  readonly images: readonly {
    readonly instance: string;
    readonly address: Address;
    readonly inputs: JsonObject;
    /** The number of the newest images that stay in the repository. */
    readonly keep: number;
  }[];
  /** Whether anything on record names a digest. */
  readonly isNamed: (digest: string) => boolean;
  /** Whether the images are only listed. */
  readonly dryRun: boolean;
  /** Throws when the lease is not held. To be called before every change. */
  readonly assertHeld: () => void;
}

/** An image that nothing on record names, or a builder that holds a cache alone. */
export interface PrunedImage {
  readonly place: 'registry' | 'engine' | 'builder';
  /** `ghcr.io/acme/shop:1c9f0b2a77d1`; the name of a builder. */
  readonly name: string;
  /** Its digest in a registry; in an engine that of what it is built from; empty for a builder. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly outcome: 'unused' | 'removed' | 'kept';
  /** Why it was kept; null otherwise. */
  readonly reason: string | null;
}
