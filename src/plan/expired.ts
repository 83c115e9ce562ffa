import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import { outlivesExpiry } from './lifecycle';
import type { Expiry } from './outlook';

/** The expired resources: those to delete, dependants first, and those that are held back, with the reason. */
export interface Expired {
  readonly take: readonly ResourceRecord[];
  readonly held: Expiry['held'];
}

/** Returns the resources that have expired. `isProtected` also asks the files, and `expiresAt` may use an edited TTL. */
export function expiredAt(
  records: ReadonlyMap<Address, ResourceRecord>,
  now: string,
  isProtected: (record: ResourceRecord) => boolean,
  expiresAt: (record: ResourceRecord) => string | null = (record) => record.expiresAt,
): Expired {
  const held: Expiry['held'][number][] = [];
  const take = new Map<Address, ResourceRecord>();
  for (const record of records.values()) {
    const end = expiresAt(record);
    if (end === null || end > now) continue;
    if (outlivesExpiry(record.kind)) held.push({ address: record.address, because: 'keeps', by: null });
    else if (isProtected(record)) held.push({ address: record.address, because: 'protect', by: null });
    else take.set(record.address, record);
  }
  holdBackNeeded(records, take, held);
  return { take: dependantsFirst([...take.values()]), held };
}

/** Returns records in the order of deletion: each after those that depend on it. */
export function dependantsFirst(records: readonly ResourceRecord[]): ResourceRecord[] {
  const byAddress = new Map(records.map((record) => [record.address, record]));
  const done = new Set<Address>();
  const dependenciesFirst: ResourceRecord[] = [];
  const visit = (record: ResourceRecord): void => {
    if (done.has(record.address)) return;
    done.add(record.address);
    for (const dependency of record.dependsOn) {
      const needed = byAddress.get(dependency);
      if (needed !== undefined) visit(needed);
    }
    dependenciesFirst.push(record);
  };
  records.forEach(visit);
  return dependenciesFirst.reverse();
}

/** Holds back everything that a living resource depends on, directly or not. */
function holdBackNeeded(
  records: ReadonlyMap<Address, ResourceRecord>,
  take: Map<Address, ResourceRecord>,
  held: Expiry['held'][number][],
): void {
  const living = [...records.values()].filter((record) => !take.has(record.address));
  for (let record = living.pop(); record !== undefined; record = living.pop()) {
    for (const dependency of record.dependsOn) {
      const needed = take.get(dependency);
      if (needed === undefined) continue;
      take.delete(dependency);
      held.push({ address: dependency, because: 'dependant', by: record.address });
      living.push(needed);
    }
  }
}
