import type { Region } from '../config/config';

/** The Helix Cloud service itself, for the commands that are about it. Clusters are the engine's. */
export interface HelixCloud {
  readonly readRegions: (endpoint: string, root: string) => Promise<readonly Region[]>;
  /** Checks that the API accepts a key. Throws HelixError `auth` or `unreachable`. */
  readonly verifyKey: (endpoint: string, key: string) => Promise<void>;
  /** Serves the emulator until the signal aborts. */
  readonly serveEmulator: (options: ServeEmulator) => Promise<void>;
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
