import type { Judge } from '../lease/observed-lock';
import type { StateDirectory } from './state-directory';

/** What everything in this folder works with. Times in milliseconds. */
export interface StoreContext extends Judge {
  readonly directory: StateDirectory;
  readonly heartbeatMs: number;
}
