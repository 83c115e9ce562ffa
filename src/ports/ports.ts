import type { EngineName } from '../values/resource';
import type { Clock } from './clock';
import type { Credentials } from './credentials';
import type { Engine } from './engine';
import type { HelixCloud } from './helix-cloud';
import type { Interrupts } from './interrupts';
import type { ProjectFiles } from './project-files';
import type { Random } from './random';
import type { StateStore } from './state-store';

/** The outside world, as the workflows see it. `main.ts` builds the real one, `src/testing` one in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: ProjectFiles;
  readonly credentials: Credentials;
  readonly interrupts: Interrupts;
  /** `user@host`: who is named in locks and in the state. */
  readonly actor: string;
  readonly helixVersion: string;
  /** An environment variable of the process, or undefined. */
  readonly variable: (name: string) => string | undefined;
  readonly stateStore: (where: StateLocation) => StateStore;
  readonly engines: (session: EngineSession) => ReadonlyMap<EngineName, Engine>;
  /** The engines that this version has, without loading one. */
  readonly engineNames: ReadonlySet<EngineName>;
  readonly helixCloud: (endpoint: string, root: string) => HelixCloud;
}

export interface StateLocation {
  /** The project's directory. */
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  /** `machine`: the record of this machine's own containers. */
  readonly scope: 'shared' | 'machine';
}

/** What engines need to know of the run that they serve. */
export interface EngineSession {
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  /** The lineage of the state; known once there is one. */
  readonly lineage: () => string;
  /** The project's schema and queries: path below the queries directory -> text. */
  readonly hxFiles: () => Promise<ReadonlyMap<string, string>>;
  /** The value behind a fingerprint that stands in a plan. Throws HelixError `config` when the files no longer hold it. */
  readonly secretByFingerprint: (fingerprint: string) => string;
}
