import type { DesiredResource } from '../graph/desired-state';
import { clusterKey } from '../resources/cluster';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import { changeOf } from './decide';

/** The former addresses of resources whose tables were renamed, by the new ones. */
export type Moves = ReadonlyMap<Address, Address>;

/**
 * Recognises renamed tables: a cluster that is no longer declared has the id of a declared one that has no record. A table
 * that would replace the cluster does not count, since the data is lost in any case.
 */
export function movesOf(
  records: ReadonlyMap<Address, ResourceRecord>,
  desired: ReadonlyMap<Address, DesiredResource>,
  isFree: (address: Address) => boolean,
): Moves {
  const undeclared = [...records.values()].filter(
    ({ address, kind }) => kind === 'cluster' && !desired.has(address) && isFree(address),
  );
  if (undeclared.length === 0) return new Map();
  const missing = new Map<string, DesiredResource>();
  for (const resource of desired.values()) {
    if (resource.kind !== 'cluster' || records.has(resource.address) || !isFree(resource.address)) continue;
    const key = clusterKey(resource.address, resource.inputs);
    if (key !== null) missing.set(key, resource);
  }
  const moves = new Map<Address, Address>();
  for (const record of undeclared) {
    const key = clusterKey(record.address, record.inputs);
    const wanted = key === null ? undefined : missing.get(key);
    if (wanted === undefined || changeOf(renamed(record, wanted), wanted)?.action === 'replace') continue;
    moves.set(wanted.address, record.address);
  }
  return moves;
}

/** Returns the records with the moved ones under their new addresses. */
export function withMoves(
  records: ReadonlyMap<Address, ResourceRecord>,
  moves: Moves,
  desired: ReadonlyMap<Address, DesiredResource>,
): ReadonlyMap<Address, ResourceRecord> {
  if (moves.size === 0) return records;
  const moved = new Map(records);
  for (const [to, from] of moves) {
    const [record, wanted] = [records.get(from), desired.get(to)];
    if (record === undefined || wanted === undefined) throw new Error(`${from} cannot have moved to ${to}`);
    moved.delete(from);
    moved.set(to, renamed(record, wanted));
  }
  return moved;
}

function renamed(record: ResourceRecord, { address, name }: DesiredResource): ResourceRecord {
  return { ...record, address, name };
}
