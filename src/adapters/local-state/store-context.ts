import type { Clock } from '../../ports/clock';
import type { ProcessTable } from './process-table';
import type { StateDirectory } from './state-directory';

/** What everything in this folder works with. Times in milliseconds. */
export interface StoreContext {
  readonly directory: StateDirectory;
  readonly workspace: string;
  readonly clock: Clock;
  readonly processes: ProcessTable;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}
