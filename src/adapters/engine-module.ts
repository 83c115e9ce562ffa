import type { SourceText } from '../config/text/source-text';
import type { Clock } from '../ports/clock';
import type { Credentials } from '../ports/credentials';
import type { Engine, EngineFactory, EngineSession } from '../ports/engine';
import type { Random } from '../ports/random';
import type { RequestLogEntry } from './http/request-log';
import type { Host } from './host/host';

/** The parts of this process that engines are built from. */
export interface EngineDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly host: Host;
  /** The API key of Helix Cloud. */
  readonly credentials: Credentials;
  /** The user's cloud.toml. */
  readonly userConfig: () => Promise<SourceText | null>;
  readonly onRequest: (entry: RequestLogEntry) => void;
}

/** The export of an engine's folder: facts at once, the engine behind `import()`. */
export interface EngineModule extends Omit<EngineFactory, 'load'> {
  readonly load: (session: EngineSession, deps: EngineDeps) => Promise<Engine>;
}
