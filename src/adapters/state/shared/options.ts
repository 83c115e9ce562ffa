import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { StateCodec } from '../../../state/stored/codec';

/** The options of a shared backend: the workspace, and the process that uses it. Times in milliseconds. */
export interface SharedStateOptions {
  readonly project: string;
  readonly workspace: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process with that id exists on this host, of any user (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** The encoding between texts and stored bytes: `plainCodec`, or one that encrypts. */
  readonly codec: StateCodec;
  /** The time after which a silent holder is taken over; 30 s when absent. All processes must agree. */
  readonly leaseMs?: number;
  /** The time between heartbeats; 10 s when absent. */
  readonly heartbeatMs?: number;
  /** The time for which calls to a storage that has answered before are retried; 60 s when absent. */
  readonly timeoutMs?: number;
}
