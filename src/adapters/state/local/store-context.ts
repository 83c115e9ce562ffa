import type { LeaseContext } from '../lease/observed-lock';
import type { StateDirectory } from './state-directory';

/** The context of all functions in this folder. Times in milliseconds. */
export interface StoreContext extends LeaseContext {
  readonly directory: StateDirectory;
  readonly heartbeatMs: number;
}
