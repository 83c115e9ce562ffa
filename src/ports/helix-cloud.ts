import type { EnvVar } from '../config/config';
import type { Region } from '../config/lock/lock-file';
import type { KeyService } from './keys';

/** The Helix Cloud service itself, for the commands that are about it. Clusters are the engine's. */
export interface HelixCloud {
  readonly readRegions: (endpoint: string, root: string) => Promise<readonly Region[]>;
  /** Creates an instance without an account, once for a place however often it is tried, and keeps its keys on this host. */
  readonly createAnonymous: (asked: AnonymousAsked) => Promise<AnonymousMade>;
  /** Forgets that the creation for a place was begun: the instance is on record. */
  readonly finishAnonymous: (place: string) => Promise<void>;
  /** Deletes an instance again, and forgets its keys. */
  readonly deleteAnonymous: (at: InstanceAt) => Promise<void>;
  /** @throws HelixError `auth` without its key, `not-found` when it was deleted or has ended */
  readonly readAnonymous: (at: InstanceAt) => Promise<AnonymousSeen>;
  /** Loads the calls about keys, made with this key. `source` is for messages: null for a key that the user typed. */
  readonly loadKeys: (endpoint: string, key: string, source: string | null) => Promise<KeyService>;
  /** Serves the emulator until the signal aborts. */
  readonly serveEmulator: (options: ServeEmulator) => Promise<void>;
}

/** An instance without an account that somebody asks for. */
export interface AnonymousAsked {
  readonly endpoint: string;
  readonly root: string;
  readonly name: string;
  /** null: the default region. */
  readonly region: string | null;
  readonly buildMode: 'dev' | 'release';
  /** The place of its declaration: a creation that was interrupted is taken up again for the same place. */
  readonly place: string;
}

/** An instance that was created. Its keys are in the file. */
export interface AnonymousMade {
  readonly instanceId: string;
  readonly region: string;
  readonly expiresAt: string;
  readonly keysFile: string;
}

/** An instance, and the key that its table names. */
export interface InstanceAt {
  readonly endpoint: string;
  readonly root: string;
  readonly instanceId: string;
  readonly deploymentKey: EnvVar | null;
}

export interface AnonymousSeen {
  readonly region: string;
  /** The size of the cluster that a claim makes. */
  readonly size: string;
  readonly claimed: boolean;
  readonly clusterId: string | null;
  readonly expiresAt: string;
}

export interface ServeEmulator {
  /** 0: any free one. */
  readonly port: number;
  /** null: any key is accepted. */
  readonly apiKey: string | null;
  /** The directory that keeps the clusters; null: they are kept in memory. */
  readonly directory: string | null;
  /** Whether failures may be switched on over HTTP. */
  readonly faults: boolean;
  /** How long provisioning takes; null: the emulator's own time. */
  readonly provisionMs: number | null;
  /** How long an instance without an account lives; null: 30 days. */
  readonly anonymousSeconds: number | null;
  readonly onListening: (url: string) => void;
  readonly signal: AbortSignal;
}
