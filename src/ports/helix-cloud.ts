import type { Region } from '../config/config';
import type { Existing } from '../state/observation';

/** One Helix Cloud (or the emulator), for the verbs that talk to it directly. Changes go through the engine. */
export interface HelixCloud {
  /** The cluster as it is, or null when there is none of that id. */
  status(id: string): Promise<ClusterStatus | null>;
  /** All clusters of one workspace. */
  list(owner: Omit<Owner, 'address'>): Promise<readonly ClusterStatus[]>;
  /** Starts or stops a cluster of ours and waits until it is. */
  start(id: string, owner: Owner): Promise<void>;
  stop(id: string, owner: Owner): Promise<void>;
  /** Log lines, oldest first; with `follow` until the signal aborts. */
  logs(
    id: string,
    options: { readonly follow: boolean; readonly limit: number | null; readonly signal: AbortSignal },
  ): AsyncIterable<LogLine>;
  regions(): Promise<readonly Region[]>;
  /** Moves ownership, if it still is what `from` says. Asking again after success succeeds. */
  adopt(id: string, from: Owner | null, to: Owner): Promise<void>;
}

/** Who a cluster belongs to: identity is ownership, an id in a file is only a name. */
export interface Owner {
  readonly lineage: string;
  readonly workspace: string;
  readonly address: string;
}

export interface ClusterStatus {
  readonly id: string;
  readonly owner: Owner | null;
  /** `running`, `provisioning`, `stopped`, `failed`, ... as the API says. */
  readonly state: string;
  readonly reason: string | null;
  readonly lastError: string | null;
  readonly endpoint: string | null;
  readonly size: string | null;
  /** The cluster in the words of a record. */
  readonly existing: Existing;
}

export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly message: string;
}
