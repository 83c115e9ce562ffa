import type { SignalSource } from './signals';
import type { Processes } from './processes';

/** The computer and process that Helix runs in; `main.ts` reads it once. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** null: the user has none, so no file of it is read. */
  readonly home: string | null;
  readonly hostname: string;
  /** The name of the user; `uid12345` for one without a name. */
  readonly user: string;
  readonly pid: number;
  readonly signals: SignalSource;
  /** Whether a process with that id exists on this host (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly processes: Processes;
  readonly helixVersion: string;
  /** The directory of the price books that are packed with Helix. */
  readonly pricesDirectory: string;
  /** The directory of the schemas that are packed with Helix. */
  readonly schemasDirectory: string;
}
