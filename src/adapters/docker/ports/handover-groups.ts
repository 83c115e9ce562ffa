import { dataVolume } from '../../../resources/container';
import type { ContainerInputs } from '../../../resources/container';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { Address } from '../../../values/resource';
import { resourceIn } from '../observe';

type Member = Pick<OpenMember, 'address' | 'target' | 'prior'>;

/**
 * Groups changes that hand something over: one gives up a port or a volume that another takes. All of a group stop before
 * any of it starts, so that ports can go in a circle.
 */
export function handoverGroups<M extends Member>(members: readonly M[]): readonly (readonly M[])[] {
  const holders = new Map(
    members.flatMap(({ address, prior }) =>
      holdingsOf(prior).map((holding): [string, Address] => [holding, address]),
    ),
  );
  const groups = new Map<Address, Set<M>>(members.map((member) => [member.address, new Set([member])]));
  for (const { address, target } of members) {
    for (const holding of holdingsOf(target)) join(groups, address, holders.get(holding) ?? address);
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

function join<M extends Member>(groups: Map<Address, Set<M>>, one: Address, other: Address): void {
  const [into, from] = [groups.get(one), groups.get(other)];
  if (into === undefined || from === undefined || into === from) return;
  for (const member of from) {
    into.add(member);
    groups.set(member.address, into);
  }
}

/** Returns what only one container can have at a time. */
function holdingsOf(record: ResourceRecord | null): readonly string[] {
  const inputs = record === null ? null : containerIn(record);
  if (inputs === null) return [];
  const volume = dataVolume(inputs);
  return [`port ${inputs.port}`, ...(volume === null ? [] : [`volume ${volume}`])];
}

function containerIn(record: ResourceRecord): ContainerInputs | null {
  if (record.kind !== 'instance') return null;
  const resource = resourceIn(record);
  return resource.kind === 'container' ? resource.inputs : null;
}
