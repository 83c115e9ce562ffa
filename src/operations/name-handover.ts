import { clusterKey } from '../resources/cluster';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import type { Operation } from './operation';

/**
 * Orders an operation that needs a name after the one that releases it: a table was renamed and kept its `cluster_id`,
 * or an id moved to another table. If two want each other's name, one goes first and fails, and the next plan does the
 * rest.
 */
export function orderAfterRelease(operations: readonly Operation[]): Operation[] {
  const releasing = new Map<string, Address>();
  for (const { member } of operations) {
    const [before, after] = [nameOf(member.prior), nameOf(member.target)];
    if (before !== null && before !== after) releasing.set(before, member.address);
  }
  const afters = new Map(operations.map(({ member, after }) => [member.address, after]));
  return operations.map((operation) => {
    const { address, target, prior } = operation.member;
    const name = nameOf(target);
    const releaser = name === null || name === nameOf(prior) ? undefined : releasing.get(name);
    if (releaser === undefined || waitsFor(releaser, address, afters)) return operation;
    const after = [...new Set([...operation.after, releaser])];
    afters.set(address, after);
    return { ...operation, after };
  });
}

/** The name that only one resource can have at a time; null where names are free. */
function nameOf(record: ResourceRecord | null): string | null {
  if (record?.kind !== 'cluster') return null;
  return clusterKey(record.address, record.inputs);
}

function waitsFor(
  waiting: Address,
  wanted: Address,
  afters: ReadonlyMap<Address, readonly Address[]>,
): boolean {
  const seen = new Set<Address>();
  const queue = [waiting];
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    if (address === wanted) return true;
    if (seen.has(address)) continue;
    seen.add(address);
    queue.push(...(afters.get(address) ?? []));
  }
  return false;
}
