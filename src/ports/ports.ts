import type { MachineCloud } from '../clouds';
import type { CloudConfig, CredentialsSource } from '../config/cloud-toml/cloud-config';
import type { StateConfig } from '../config/state-settings';
import type { SourceText } from '../config/text/source-text';
import type { VariableName } from '../values/variables';
import type { Clock } from './clock';
import type { CloudAccounts } from './cloud-accounts';
import type { Credentials } from './credentials';
import type { EngineFactory } from './engine';
import type { Ci } from './forge';
import type { HelixCloud } from './helix-cloud';
import type { Interrupts } from './interrupts';
import type { PriceApis } from './price-apis';
import type { PriceBookSource } from './price-book';
import type { ProjectFiles } from './project-files';
import type { Random } from './random';
import type { StateBackend } from './state-backend';

/** The outside world, as the workflows see it. `main.ts` builds the real one, tests build one in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: ProjectFiles;
  readonly prices: PriceBookSource;
  /** Loads the clients of the clouds' price APIs. */
  readonly loadPriceApis: () => Promise<PriceApis>;
  readonly credentials: Credentials;
  readonly interrupts: Interrupts;
  /** The name in locks and in the state: `user@host`. */
  readonly actor: string;
  readonly helixVersion: string;
  /** The URL of a schema that is packed with Helix, on this host. */
  readonly schemaUrl: (file: string) => string;
  /** The environment variable that a configuration names, as it is; undefined when it is not set. */
  readonly variable: (name: string) => string | undefined;
  /** A variable that Helix itself reads; undefined when it is blank. Throws HelixError `config` for one with a line break. */
  readonly setting: (name: VariableName) => string | undefined;
  /** Loads the backend of a location. Throws HelixError `auth` when a key of `[state] encryption` is missing. */
  readonly stateBackend: (where: StateLocation) => Promise<StateBackend>;
  /** The engines of this version, none of them loaded. */
  readonly engines: readonly EngineFactory[];
  readonly helixCloud: HelixCloud;
  readonly ci: Ci;
  /**
   * Finds the kind of place that credentials for machines of a cloud are in, by an account of cloud.toml or where the
   * cloud's tools look; null where there are none. Reads no secret, and asks nobody.
   */
  readonly findCredentialsPlace: (
    cloud: MachineCloud,
    config: CloudConfig | null,
  ) => Promise<CredentialsSource['type'] | null>;
  /** Finds the source of the log-in of a registry, such as a file or a variable; null where there is none. */
  readonly findRegistryLogin: (registry: string) => Promise<string | null>;
  /** The user's cloud.toml, or null: defaults for commands that write configuration. */
  readonly userConfig: () => Promise<SourceText | null>;
  readonly accounts: CloudAccounts;
}

/** The place where the state of a project is kept. */
export interface StateLocation {
  /** The project's directory. */
  readonly root: string;
  readonly project: string;
  readonly state: StateConfig;
  /** `local`: the record of this host's own containers, which is always kept in its `.helix`. */
  readonly scope: 'shared' | 'local';
}
