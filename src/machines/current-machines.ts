import type { Plan } from '../plan/plan';
import { currentMachine, decodeInstance } from '../resources/instance';
import type { CurrentMachine } from '../resources/instance';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';

/** The machines on record; an approved plan wins over the record, since what it chose stands. */
export function currentMachines(
  records: readonly ResourceRecord[],
  approved: Pick<Plan, 'changes' | 'unsupported'> | null,
): ReadonlyMap<Address, CurrentMachine> {
  const planned = [...(approved?.changes ?? []), ...(approved?.unsupported ?? [])];
  const sources = [
    ...records,
    ...planned.flatMap(({ address, kind, after }) =>
      after === null ? [] : [{ address, kind, inputs: after }],
    ),
  ];
  const machines = new Map<Address, CurrentMachine>();
  for (const { address, kind, inputs } of sources) {
    if (kind !== 'instance') continue;
    const machine = currentMachine(decodeInstance(address, inputs));
    if (machine === null) machines.delete(address);
    else machines.set(address, machine);
  }
  return machines;
}
