import type { Random } from '../../../ports/random';
import type { StateCodec } from '../../../state/stored/codec';
import type { LeaseContext } from '../lease/observed-lock';
import type { SharedStorage } from './storage';

/** The context of all functions in this folder. Times in milliseconds. */
export interface SharedContext extends LeaseContext {
  readonly storage: SharedStorage;
  /** The same storage, with a timeout shorter than a lease: for heartbeats, and for writes that others do not depend on. */
  readonly quickStorage: SharedStorage;
  readonly random: Random;
  readonly codec: StateCodec;
  readonly heartbeatMs: number;
}
