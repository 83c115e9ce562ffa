import type { Policies } from '../policies';
import type { Serial } from '../serial';
import type { Networks } from './networks';
import type { ComputeOperations } from './operations';

/** The parts of Compute Engine that machines depend on. */
export interface InstanceParts {
  readonly project: string;
  readonly serial: Serial;
  readonly networks: Networks;
  readonly operations: ComputeOperations;
  readonly policies: Policies;
  readonly hasAccount: (email: string) => boolean;
}
