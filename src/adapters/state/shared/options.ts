import type { Clock } from '../../../ports/clock';
import type { Random } from '../../../ports/random';
import type { StateCodec } from '../../../state/codec';

/** Whose state a shared backend keeps, and who uses it. Times in milliseconds. */
export interface SharedStateOptions {
  readonly project: string;
  readonly workspace: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of that id exists on this host, whoever owns it (signal 0). */
  readonly processExists: (pid: number) => boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** What stands between texts and stored bytes: `plainCodec`, or one that encrypts. */
  readonly codec: StateCodec;
  /** After how long a silent holder is taken over; 30 s when absent. All processes must agree. */
  readonly leaseMs?: number;
  /** 10 s when absent. */
  readonly heartbeatMs?: number;
  /** How long a storage that answered before is tried again when it fails; 60 s when absent. */
  readonly timeoutMs?: number;
}
