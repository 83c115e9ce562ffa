import type { DesiredResource } from '../graph/desired-state';
import { clusterEndpoint } from '../resources/cluster';
import type { ResourceRecord } from '../state/state';
import { neverRan } from './decide';
import type { Unpriced } from './decide';
import type { Refusal } from './plan';

/** Returns the reason to refuse a change; null if it is allowed. */
export function refusalOf(
  change: Unpriced,
  record: ResourceRecord | undefined,
  desired: DesiredResource | undefined,
): Refusal | null {
  return endpointMoved(record, desired) ?? protectedFrom(change, record, desired);
}

/** The refusal to change the endpoint of an existing cluster, which would abandon it there. */
function endpointMoved(record?: ResourceRecord, desired?: DesiredResource): Refusal | null {
  if (record?.kind !== 'cluster' || desired === undefined) return null;
  const old = clusterEndpoint(record.address, record.inputs);
  const wanted = clusterEndpoint(desired.address, desired.inputs);
  if (old === null || wanted === null || old === wanted) return null;
  return {
    code: 'endpoint-moved',
    address: record.address,
    message: `${record.address} was created on ${old}, and the configuration now names ${wanted}`,
    hint: 'Destroy it with the old endpoint first, or use another --workspace for the new one.',
    source: desired.source,
  };
}

function protectedFrom(change: Unpriced, record?: ResourceRecord, desired?: DesiredResource): Refusal | null {
  if (change.action !== 'delete' && change.action !== 'replace') return null;
  // The file decides; for a table that was removed, the record does.
  if (!(desired?.protect ?? record?.protect ?? false)) return null;
  return {
    code: 'protect',
    address: change.address,
    message: `${change.address} is protected, and this plan would ${change.action} it`,
    hint: wayOut(record, desired),
    source: desired?.source ?? null,
  };
}

function wayOut(record?: ResourceRecord, desired?: DesiredResource): string {
  if (desired === undefined) {
    return 'Restore its table, remove `protect = true`, apply, and then remove the table.';
  }
  return record !== undefined && neverRan(record)
    ? 'It never ran and holds nothing: remove `protect = true` from its table for one apply.'
    : 'Remove `protect = true` from its table if that is what you want.';
}
