import type { Address } from '../values/resource';
import type { Operation } from './operation';

/** Operations that an engine executes together, as one node of the walk. */
export interface Batch {
  readonly key: number;
  readonly after: readonly number[];
  readonly operations: readonly Operation[];
}

/** Makes one batch of each group of operations, after the batches that its operations need. */
export function batchesOf(
  groups: readonly (readonly Operation['member'][])[],
  operations: readonly Operation[],
): Batch[] {
  const byAddress = new Map(operations.map((operation) => [operation.member.address, operation]));
  const batchOf = new Map<Address, number>();
  groups.forEach((group, key) => group.forEach(({ address }) => batchOf.set(address, key)));
  return groups.map((group, key) => {
    const members = group.flatMap(({ address }) => byAddress.get(address) ?? []);
    const after = members.flatMap((operation) =>
      operation.after.flatMap((address) => batchOf.get(address) ?? []),
    );
    return { key, after: [...new Set(after)].filter((other) => other !== key), operations: members };
  });
}
