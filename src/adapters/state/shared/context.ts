import type { Random } from '../../../ports/random';
import type { StateCodec } from '../../../state/codec';
import type { Judge } from '../lease/observed-lock';
import type { SharedStorage } from './storage';

/** What everything in this folder works with. Times in milliseconds. */
export interface SharedContext extends Judge {
  readonly storage: SharedStorage;
  /** The same, but it gives up before a lease ends: for what comes again, or what others can do without. */
  readonly briefly: SharedStorage;
  readonly random: Random;
  readonly codec: StateCodec;
  readonly heartbeatMs: number;
}
