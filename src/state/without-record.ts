import type { Address } from '../values/resource';
import type { State } from './state';

/** Returns the state without a record. Resources that depend on it depend on `instead` from now on, if it is given. */
export function withoutRecord(state: State, address: Address, instead?: Address): State {
  const kept = Object.values(state.resources).filter((record) => record.address !== address);
  const resources = kept.map((record) => {
    if (!record.dependsOn.includes(address)) return record;
    const others = record.dependsOn.filter((needed) => needed !== address);
    return { ...record, dependsOn: instead === undefined ? others : [...others, instead] };
  });
  const open = state.open.flatMap((entry) => {
    const members = entry.members.filter((member) => member.address !== address);
    return members.length === 0 ? [] : [{ ...entry, members }];
  });
  return {
    ...state,
    open,
    resources: Object.fromEntries(resources.map((record) => [record.address, record])),
  };
}
