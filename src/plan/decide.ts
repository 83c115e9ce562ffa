import type { DesiredResource } from '../graph/desired-state';
import { dataVolume, decodeContainer } from '../resources/container';
import { isAnonymous } from '../resources/cluster';
import { isAppWithVolume } from '../resources/instance';
import { decodeClusterOutputs } from '../resources/cluster-outputs';
import { secretChanges } from '../resources/secrets/digests';
import type { SecretReader } from '../resources/secrets/digests';
import { expiryOf } from '../state/expiry';
import type { ResourceRecord } from '../state/state';
import { exactDuration } from '../values/time/duration';
import { differences } from './attributes';
import type { Difference } from './attributes';
import { forcesReplacement, holdsData, isContainer, replacesForSecrets } from './lifecycle';
import type { AttributeChange, Change, CreateChange, DeleteChange, ReadChange, UpdateChange } from './plan';

/** A change before it is priced. */
export type Unpriced<C extends Change = Change> = C extends Change ? Omit<C, 'cost'> : never;

/** Returns the change that gives a recorded resource the address that its table has now, with its edits. */
export function moveOf(
  record: ResourceRecord,
  desired: DesiredResource,
  movedFrom: ResourceRecord['address'],
): Unpriced<UpdateChange> {
  return {
    ...identity(desired),
    action: 'update',
    reason: 'moved',
    movedFrom,
    before: record.inputs,
    after: desired.inputs,
    attributes: attributeChanges(record, desired),
    protect: desired.protect,
    expiresAt: expiryAfter(record, desired),
  };
}

/** Returns the change that makes an existing resource the desired one; null if it already is. */
export function changeOf(record: ResourceRecord, desired: DesiredResource): Unpriced | null {
  if (isUnchanged(record, desired)) return null;
  const attributes = attributeChanges(record, desired);
  if (attributes.length === 0) return null;
  const shared = { ...identity(desired), before: record.inputs, after: desired.inputs, attributes };
  const protect = desired.protect;
  const expiresAt = expiryAfter(record, desired);
  const reason = record.status === 'failed' ? 'repair' : 'changed';
  if (attributes.some((attribute) => attribute.forcesReplacement)) {
    const { address, kind, inputs } = record;
    const losesData =
      (holdsData(kind) && !neverRan(record)) || (kind === 'instance' && isAppWithVolume(address, inputs));
    return { ...shared, action: 'replace', protect, losesData, expiresAt: null };
  }
  return { ...shared, action: 'update', protect, reason, expiresAt };
}

/** Returns a change that also brings over the secrets whose values differ. A replacement brings over all of them anyway. */
export function withSecrets(
  change: Unpriced | null,
  record: ResourceRecord,
  desired: DesiredResource,
  reader: SecretReader | null,
): Unpriced | null {
  if (reader === null || (change !== null && change.action !== 'update')) return change;
  const replaces = replacesForSecrets(record);
  const changed = secretChanges(record, desired.inputs, reader).filter(
    // A machine is not replaced where nobody knows whether its value is another one.
    ({ why }) => why === 'changed' || !replaces,
  );
  if (changed.length === 0) return change;
  const update = change ?? {
    ...identity(desired),
    action: 'update',
    before: record.inputs,
    after: desired.inputs,
    attributes: [],
    protect: desired.protect,
    reason: 'changed',
    expiresAt: expiryAfter(record, desired),
  };
  if (!replaces) return { ...update, secretChanges: changed };
  const { reason: _, ...shared } = update;
  const attributes = [...update.attributes, ...changed.map(({ path }) => valueChange(path))];
  return { ...shared, action: 'replace', attributes, losesData: false, expiresAt: null };
}

/** The change of a value that nobody is shown. */
function valueChange(path: string): AttributeChange {
  return { path, before: '(the value that it has)', after: '(another value)', forcesReplacement: true };
}

export function creationOf(desired: DesiredResource, reason: CreateChange['reason']): Unpriced<CreateChange> {
  // Field by field: there may be 100,000 of these, and a spread would cost more than the rest of the work for one.
  return {
    address: desired.address,
    kind: desired.kind,
    name: desired.name,
    engine: desired.engine,
    provider: desired.provider,
    region: desired.region,
    dependsOn: desired.dependsOn,
    ttlSeconds: desired.ttlSeconds,
    source: desired.source,
    action: 'create',
    before: null,
    after: desired.inputs,
    protect: desired.protect,
    reason,
    expiresAt: null,
  };
}

export function deletionOf(
  record: ResourceRecord,
  source: DesiredResource['source'] | null,
  reason: DeleteChange['reason'],
  deletesVolumes = false,
): Unpriced<DeleteChange> {
  const { address, kind, name, engine, provider, region, dependsOn, ttlSeconds, expiresAt } = record;
  return {
    address,
    kind,
    name,
    engine,
    provider,
    region,
    dependsOn,
    ttlSeconds,
    expiresAt,
    source,
    reason,
    action: 'delete',
    before: record.inputs,
    after: null,
    losesData: (holdsData(kind) && !neverRan(record)) || (deletesVolumes && hasVolume(record)),
  };
}

/** Whether it keeps its data in a volume, which outlives it. */
function hasVolume(record: ResourceRecord): boolean {
  const { kind, inputs, address } = record;
  if (kind === 'instance' && isAppWithVolume(address, inputs)) return true;
  return isContainer(record) && dataVolume(decodeContainer(record.address, record.inputs)) !== null;
}

export function readingOf(desired: DesiredResource): Unpriced<ReadChange> {
  return { ...identity(desired), action: 'read', before: null, after: desired.inputs, expiresAt: null };
}

/** Returns when a recorded resource expires under the declared TTL. An edited TTL ends a `renew --for`. */
export function expiryAfter(
  record: ResourceRecord,
  desired: Pick<DesiredResource, 'ttlSeconds' | 'inputs'>,
): string | null {
  const isKept = record.ttlSeconds === desired.ttlSeconds && !isClaimOf(record, desired);
  if (isKept) return record.expiresAt;
  return expiryOf({ ...record, ttlSeconds: desired.ttlSeconds, renewedForSeconds: null });
}

/** Whether nothing differs, by one comparison of digests: 100,000 resources must take no time. */
function isUnchanged(record: ResourceRecord, desired: DesiredResource): boolean {
  return (
    record.inputsDigest === desired.inputsDigest &&
    record.ttlSeconds === desired.ttlSeconds &&
    record.protect === desired.protect &&
    record.status !== 'failed'
  );
}

function attributeChanges(record: ResourceRecord, desired: DesiredResource): AttributeChange[] {
  const changes: AttributeChange[] = shownDifferences(record, desired).map((difference) => ({
    ...difference,
    forcesReplacement: forcesReplacement(record, difference),
  }));
  const inPlace = (path: string, before: string | boolean | null, after: string | boolean | null): void => {
    if (before !== after) changes.push({ path, before, after, forcesReplacement: false });
  };
  inPlace('protect', record.protect, desired.protect);
  inPlace('ttl', ttlText(record.ttlSeconds), ttlText(desired.ttlSeconds));
  if (neverRan(record)) {
    changes.push({ path: 'status', before: 'never ran', after: 'ready', forcesReplacement: true });
  } else if (record.status === 'failed') {
    // A failure does not force a replacement: the resource may hold data, and the service can retry in place.
    inPlace('status', 'failed', 'ready');
  }
  return changes;
}

/** Returns what differs. By a claim an instance becomes a cluster: that is said once, and not key by key. */
function shownDifferences(record: ResourceRecord, desired: DesiredResource): readonly Difference[] {
  const all = differences(record.inputs, desired.inputs);
  if (!isClaimOf(record, desired)) return all;
  const kept = all.filter(({ path }) => !['anonymous', 'image', 'env_vars'].includes(path));
  return [{ path: 'claimed', before: 'anonymous', after: 'yours' }, ...kept];
}

/** Whether a change makes a cluster of an account out of an instance without one. */
function isClaimOf({ kind, inputs }: ResourceRecord, desired: Pick<DesiredResource, 'inputs'>): boolean {
  return kind === 'cluster' && isAnonymous(inputs) && !isAnonymous(desired.inputs);
}

/** Whether the resource failed to start at all. It holds nothing, and a retry in place would fail as well. */
export function neverRan({ address, kind, status, outputs }: ResourceRecord): boolean {
  return kind === 'cluster' && status === 'failed' && decodeClusterOutputs(address, outputs).neverRan;
}

function ttlText(seconds: number | null): string | null {
  return seconds === null ? null : exactDuration(seconds);
}

function identity(desired: DesiredResource) {
  const { address, kind, name, engine, provider, region, dependsOn, ttlSeconds, source } = desired;
  return { address, kind, name, engine, provider, region, dependsOn, ttlSeconds, source };
}
