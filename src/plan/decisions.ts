import type { DesiredResource } from '../graph/desired-state';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import { changeOf, creationOf, deletionOf, expiryAfter, readingOf } from './decide';
import type { Unpriced } from './decide';
import { dependantsFirst, expiredAt } from './expired';
import type { Situation } from './plan-context';
import type { Expiry, Plan, Refusal } from './plan';
import { refusalOf } from './refusals';

/** What a plan does, before prices. */
export interface Decisions {
  readonly changes: readonly Unpriced[];
  readonly unchanged: Plan['unchanged'];
  readonly refusals: readonly Refusal[];
  readonly expiry: Omit<Expiry, 'next'>;
}

/** Brings the world to the configuration: what is missing, what differs, what is no longer declared. */
export function applyDecisions(situation: Situation): Decisions {
  const unchanged: Plan['unchanged'][number][] = [];
  const changes: Unpriced[] = [];
  const refusals: Refusal[] = [];
  const down: Expiry['down'][number][] = [];
  const { take, held } = expiredAt(
    situation.records,
    situation.now,
    (record) => isProtected(record, situation),
    (record) => {
      const desired = situation.desired.get(record.address);
      return desired === undefined ? record.expiresAt : expiryAfter(record, desired);
    },
  );
  const expired = new Set([...take, ...held].map(({ address }) => address));

  for (const desired of inScope(situation.desired, situation)) {
    const record = situation.records.get(desired.address);
    // Expired, and not yet destroyed: listed, and no change.
    if (record !== undefined && expired.has(desired.address)) continue;
    const downSince = record === undefined ? staysDown(desired, situation) : null;
    if (downSince !== null) {
      down.push({ address: desired.address, expiredAt: downSince });
      continue;
    }
    const change = changeFor(desired, record, situation);
    if (change === null) {
      unchanged.push({ address: desired.address, digest: desired.inputsDigest });
      continue;
    }
    changes.push(change);
    const refusal = foreign(desired, situation) ?? refusalOf(change, record, desired);
    if (refusal !== null) refusals.push(refusal);
  }

  const undeclared = inScope(situation.records, situation).filter(
    (record) => !situation.desired.has(record.address),
  );
  for (const record of dependantsFirst(undeclared)) {
    const change = deletionOf(record, null, 'no-longer-declared');
    changes.push(change);
    const refusal = refusalOf(change, record, undefined);
    if (refusal !== null) refusals.push(refusal);
  }
  const declared = ({ address }: { address: Address }) => situation.desired.has(address);
  return {
    changes,
    unchanged,
    refusals,
    expiry: {
      down,
      expired: take.filter(declared).map(expiryLine),
      held: held.filter(declared),
    },
  };
}

/** Takes down everything in scope. */
export function destroyDecisions(situation: Situation): Decisions {
  const refusals: Refusal[] = [];
  const changes = dependantsFirst(inScope(situation.records, situation)).map((record) => {
    const desired = situation.desired.get(record.address);
    const change = deletionOf(record, desired?.source ?? null, 'destroy');
    const refusal = refusalOf(change, record, desired);
    if (refusal?.code === 'protect') refusals.push(refusal);
    return change;
  });
  return { changes, unchanged: [], refusals, expiry: { down: [], expired: [], held: [] } };
}

/** Takes down what has outlived its TTL, by the record alone: edits that are not applied yet change nothing here. */
export function expiredDecisions(situation: Situation): Decisions {
  const { take, held } = expiredAt(
    new Map(inScope(situation.records, situation).map((record) => [record.address, record])),
    situation.now,
    (record) => isProtected(record, situation),
  );
  const changes = take.map((record) =>
    deletionOf(record, situation.desired.get(record.address)?.source ?? null, 'expired'),
  );
  return { changes, unchanged: [], refusals: [], expiry: { down: [], expired: take.map(expiryLine), held } };
}

function changeFor(
  desired: DesiredResource,
  record: ResourceRecord | undefined,
  situation: Situation,
): Unpriced | null {
  if (desired.readOnly) return readingOf(desired);
  if (record === undefined) return creationOf(desired, reasonToCreate(desired.address, situation));
  const change = changeOf(record, desired);
  const drifted = situation.drift.has(desired.address);
  return change?.action === 'update' && drifted ? { ...change, reason: 'drift' } : change;
}

function reasonToCreate(address: Address, { state, drift }: Situation): 'new' | 'gone' | 'renewed' {
  if (state?.tombstones[address] !== undefined) return 'renewed';
  return drift.has(address) ? 'gone' : 'new';
}

/** Since when an expired resource is down; null when it was renewed, or its TTL edited, or it never expired. */
function staysDown(desired: DesiredResource, { state }: Situation): string | null {
  const tombstone = state?.tombstones[desired.address];
  if (tombstone === undefined || tombstone.lifted !== null) return null;
  return tombstone.ttlSeconds === desired.ttlSeconds ? tombstone.expiredAt : null;
}

/** What was ours and now is somebody else's can only be adopted, never created again. */
function foreign(desired: DesiredResource, situation: Situation): Refusal | null {
  const drift = situation.drift.get(desired.address);
  if (drift?.type !== 'foreign') return null;
  return {
    code: 'foreign',
    address: desired.address,
    message: `${desired.address} now belongs to ${drift.owner}`,
    hint: `Take it over with \`helix import ${desired.address} ID\`, or give it another id.`,
    source: desired.source,
  };
}

function isProtected(record: ResourceRecord, situation: Situation): boolean {
  return record.protect || (situation.desired.get(record.address)?.protect ?? false);
}

function inScope<T extends { readonly address: Address }>(
  resources: ReadonlyMap<Address, T>,
  { scope, unresolved }: Situation,
): T[] {
  return [...resources.values()].filter(
    ({ address }) => !unresolved.has(address) && (scope === null || scope.has(address)),
  );
}

function expiryLine(record: ResourceRecord): { address: Address; expiresAt: string } {
  return { address: record.address, expiresAt: record.expiresAt ?? '' };
}
