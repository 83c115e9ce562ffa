import type { OpenMember } from '../state/state';
import type { Address, EngineName } from '../values/resource';

/** An operation to execute, and the operations that must end before it. */
export interface Operation {
  /** Without its idempotency key, which is made when it begins. */
  readonly member: Omit<OpenMember, 'key'>;
  readonly after: readonly Address[];
}

/** Returns the engine that executes an operation. */
export function engineOf({ address, target, prior }: Operation['member']): EngineName {
  const record = target ?? prior;
  if (record === null) throw new Error(`${address} has neither a target nor a record`);
  return record.engine;
}
