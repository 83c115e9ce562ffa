import type { StateConfig } from '../config/config';
import type { SourceText } from '../config/text/source-text';
import type { AppliedHere } from '../plan/support';
import type { State } from '../state/state';
import type { EngineName } from '../values/resource';
import type { Clock } from './clock';
import type { Credentials } from './credentials';
import type { Engine } from './engine';
import type { HelixCloud } from './helix-cloud';
import type { Interrupts } from './interrupts';
import type { PriceApis } from './price-apis';
import type { PriceBookSource } from './price-book';
import type { ProjectFiles } from './project-files';
import type { Random } from './random';
import type { StateBackend } from './state-backend';

/** The outside world, as the workflows see it. `main.ts` builds the real one, `src/testing` one in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: ProjectFiles;
  readonly prices: PriceBookSource;
  /** Loads the clients of the clouds' price APIs. */
  readonly priceApis: () => Promise<PriceApis>;
  readonly credentials: Credentials;
  readonly interrupts: Interrupts;
  /** `user@host`: who is named in locks and in the state. */
  readonly actor: string;
  readonly helixVersion: string;
  /** An environment variable of the process, or undefined. */
  readonly variable: (name: string) => string | undefined;
  /** Loads the backend that is asked for. Throws HelixError `auth` when a key of `[state] encryption` is missing. */
  readonly stateBackend: (where: StateLocation) => Promise<StateBackend>;
  /** Loads an engine: only a command that reaches out pays for it. null: this version has none of that name. */
  readonly engine: (name: EngineName, session: EngineSession) => Promise<Engine | null>;
  /** What this version has an engine for, without loading one. */
  readonly isApplied: AppliedHere;
  readonly helixCloud: (endpoint: string, root: string) => Promise<HelixCloud>;
  /** The user's cloud.toml, or null: defaults for commands that write configuration. */
  readonly userConfig: () => Promise<SourceText | null>;
  /** Serves the emulator of Helix Cloud until the signal aborts. */
  readonly serveEmulator: (options: ServeEmulator) => Promise<void>;
  /** Asks the API whether it takes a key. Throws HelixError `auth` or `unreachable`. */
  readonly verifyKey: (endpoint: string, key: string) => Promise<void>;
}

export interface StateLocation {
  /** The project's directory. */
  readonly root: string;
  readonly project: string;
  readonly state: StateConfig;
  /** `local`: the record of this host's own containers, which is always kept in its `.helix`. */
  readonly scope: 'shared' | 'local';
}

/** What engines need to know of the run that they serve. */
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
  /** The value behind a fingerprint that stands in a plan. Throws HelixError `config` when the files no longer hold it. */
  readonly secretByFingerprint: (fingerprint: string) => string;
}

export interface ServeEmulator {
  /** 0: any free one. */
  readonly port: number;
  /** null: any key is taken. */
  readonly apiKey: string | null;
  /** Where clusters are kept; null: in memory. */
  readonly directory: string | null;
  /** Whether failures may be switched on over HTTP. */
  readonly faults: boolean;
  /** How long provisioning takes; null: as the emulator is written. */
  readonly provisionMs: number | null;
  readonly onListening: (url: string) => void;
  readonly signal: AbortSignal;
}
