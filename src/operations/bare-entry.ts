import { decodeCluster, encodeCluster } from '../resources/cluster';
import type { OpenEntry, OpenMember, ResourceRecord } from '../state/state';

/**
 * Returns an open entry without what only the files and the environment of its project have: the queries of clusters and
 * their variables. Retrying it makes sure of what is about to be destroyed, where neither is at hand.
 */
export function bareEntry(entry: OpenEntry): OpenEntry {
  return { ...entry, members: entry.members.map(bareMember) };
}

function bareMember(member: OpenMember): OpenMember {
  return member.target === null ? member : { ...member, target: bareRecord(member.target) };
}

function bareRecord(record: ResourceRecord): ResourceRecord {
  if (record.kind !== 'cluster') return record;
  const inputs = decodeCluster(record.address, record.inputs);
  if (inputs.type !== 'own') return record;
  return { ...record, inputs: encodeCluster({ ...inputs, queries: {}, envVars: {} }) };
}
