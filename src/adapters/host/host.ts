import type { SignalSource } from './signals';
import type { Processes } from './processes';

/** The computer and process that Helix runs in; `main.ts` reads it once. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly hostname: string;
  readonly user: string;
  readonly pid: number;
  readonly signals: SignalSource;
  /** Whether a process of that id exists on this host (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly processes: Processes;
  readonly helixVersion: string;
  /** Where the price books lie that came with this Helix. */
  readonly pricesDirectory: string;
}
