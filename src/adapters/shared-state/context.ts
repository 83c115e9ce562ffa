import type { Random } from '../../ports/random';
import type { StateCodec } from '../../state/codec';
import type { Judge } from '../lease/seen-lock';
import type { SharedStorage } from './storage';

/** What everything in this folder works with. Times in milliseconds. */
export interface SharedContext extends Judge {
  readonly storage: SharedStorage;
  readonly random: Random;
  readonly codec: StateCodec;
  readonly heartbeatMs: number;
}
