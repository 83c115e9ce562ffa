import type { DesiredResource } from '../graph/desired-state';
import { isGoneOutside } from '../resources/drift-notes';
import type { ResourceRecord } from '../state/state';
import type { Address } from '../values/resource';
import { cloudEnd } from '../resources/anonymous-outputs';
import { changeOf, creationOf, deletionOf, expiryAfter, moveOf, readingOf, withSecrets } from './decide';
import type { Unpriced } from './decide';
import { dependantsFirst, expiredAt } from './expired';
import type { PlanContext } from './plan-context';
import type { CreateChange, Plan, Refusal } from './plan';
import type { Down, Expiry } from './outlook';
import { refusalOf } from './refusals';

/** The changes of a plan before they are priced. */
export interface Decisions {
  readonly changes: readonly Unpriced[];
  readonly unchanged: Plan['unchanged'];
  readonly refusals: readonly Refusal[];
  readonly expiry: Omit<Expiry, 'next'>;
}

/** Decides what `apply` changes: the resources that are missing, that differ, or that are no longer declared. */
export function applyDecisions(context: PlanContext): Decisions {
  const unchanged: Plan['unchanged'][number][] = [];
  const changes: Unpriced[] = [];
  const refusals: Refusal[] = [];
  const down: Down[] = [];
  const { take, held } = expiredAt(
    context.records,
    context.now,
    (record) => isProtected(record, context),
    (record) => latestExpiry(record, context.desired.get(record.address)),
  );
  const expired = new Set(take.map(({ address }) => address));
  const edits = new Map<Address, readonly string[]>();
  const goneSince: Expiry['expired'][number][] = [];

  for (const desired of inScope(context.desired, context)) {
    const record = context.records.get(desired.address);
    // It expired and is not destroyed yet: it is listed, and no change.
    if (record !== undefined && expired.has(desired.address)) {
      edits.set(desired.address, editedPaths(changeFor(desired, record, context)));
      continue;
    }
    const gone = record === undefined ? expiredAndGone(desired, context) : undefined;
    if (gone !== undefined) {
      goneSince.push({ ...expiryLine(gone), isGone: true });
      continue;
    }
    const isDown = record === undefined ? staysDown(desired, context) : null;
    if (isDown !== null) {
      down.push(isDown);
      continue;
    }
    const change = changeFor(desired, record, context);
    if (change === null) {
      unchanged.push({ address: desired.address, digest: desired.inputsDigest });
      continue;
    }
    changes.push(change);
    const refusal = foreign(desired, context) ?? refusalOf(change, record, desired);
    if (refusal !== null) refusals.push(refusal);
  }

  const undeclared = inScope(context.records, context).filter(
    (record) => !context.desired.has(record.address) && record.byHand !== true,
  );
  for (const record of dependantsFirst(undeclared)) {
    const change = deletionOf(record, null, 'no-longer-declared');
    changes.push(change);
    const refusal = refusalOf(change, record, undefined);
    if (refusal !== null) refusals.push(refusal);
  }
  const declared = ({ address }: { address: Address }) => context.desired.has(address);
  return {
    changes,
    unchanged,
    refusals,
    expiry: {
      down,
      expired: [
        ...take.filter(declared).map((record) => {
          const waiting = edits.get(record.address) ?? [];
          return {
            ...expiryLine(record),
            ...(waiting.length > 0 && { edits: waiting }),
            ...(isGoneOutside(record.inputs) && { isGone: true }),
          };
        }),
        ...goneSince,
      ],
      held: held.filter(declared),
    },
  };
}

/** Decides what `destroy` deletes: everything in scope. */
export function destroyDecisions(context: PlanContext): Decisions {
  const refusals: Refusal[] = [];
  const changes = dependantsFirst(inScope(context.records, context)).map((record) => {
    const desired = context.desired.get(record.address);
    // A resource that no file declares cannot come back, and needs no memory.
    const reason = context.terminates && desired !== undefined ? 'terminated' : 'destroy';
    const change = deletionOf(record, desired?.source ?? null, reason, context.deletesVolumes);
    const refusal = refusalOf(change, record, desired);
    if (refusal?.code === 'protect') refusals.push(refusal);
    return change;
  });
  return { changes, unchanged: [], refusals, expiry: { down: [], expired: [], held: [] } };
}

/** Decides what `destroy --expired` deletes, by the records alone: an edited TTL counts once it is applied. */
export function expiredDecisions(context: PlanContext): Decisions {
  const { take, held } = expiredAt(
    new Map(inScope(context.records, context).map((record) => [record.address, record])),
    context.now,
    (record) => isProtected(record, context),
  );
  const changes = take.map((record) =>
    deletionOf(record, context.desired.get(record.address)?.source ?? null, 'expired'),
  );
  return { changes, unchanged: [], refusals: [], expiry: { down: [], expired: take.map(expiryLine), held } };
}

function changeFor(
  desired: DesiredResource,
  record: ResourceRecord | undefined,
  context: PlanContext,
): Unpriced | null {
  if (desired.readOnly) return readingOf(desired);
  if (record === undefined) return creationOf(desired, reasonToCreate(desired.address, context));
  // The new one takes over the parts that are left.
  if (isGoneOutside(record.inputs))
    return creationOf(desired, desired.kind === 'instance' ? 'terminated' : 'gone');
  const movedFrom = context.moves.get(desired.address);
  const edit = movedFrom === undefined ? changeOf(record, desired) : moveOf(record, desired, movedFrom);
  const change = withSecrets(edit, record, desired, context.secrets);
  if (movedFrom !== undefined) return change;
  const drifted = context.drift.has(desired.address);
  return change?.action === 'update' && drifted ? { ...change, reason: 'drift' } : change;
}

function editedPaths(change: Unpriced | null): readonly string[] {
  return change !== null && 'attributes' in change ? change.attributes.map(({ path }) => path) : [];
}

/**
 * Returns the later one of the expiry on record and the expiry under the declared TTL: a shortened TTL counts once it is
 * applied, and a lengthened one keeps the resource. An end by the cloud itself counts, whatever is declared.
 */
function latestExpiry(record: ResourceRecord, desired: DesiredResource | undefined): string | null {
  const end = cloudEnd(record.outputs);
  if (end !== null || desired === undefined || record.expiresAt === null) return record.expiresAt;
  const declared = expiryAfter(record, desired);
  return declared === null || declared > record.expiresAt ? declared : record.expiresAt;
}

function reasonToCreate(address: Address, { state, drift }: PlanContext): CreateChange['reason'] {
  if (state?.tombstones[address] !== undefined) return 'renewed';
  const found = drift.get(address)?.type;
  return found === 'gone' || found === 'foreign' ? found : 'new';
}

/** Returns the record of a resource that was observed to be gone, where it had expired before: it stays down. */
function expiredAndGone(desired: DesiredResource, context: PlanContext): ResourceRecord | undefined {
  const recorded = context.state?.resources[desired.address];
  if (recorded === undefined || isProtected(recorded, context)) return undefined;
  if (context.drift.get(desired.address)?.type !== 'gone') return undefined;
  const end = latestExpiry(recorded, desired);
  return end !== null && end <= context.now ? recorded : undefined;
}

/** Returns a resource that stays down; null if it was renewed, its TTL was edited after it expired, or it never was down. */
function staysDown(desired: DesiredResource, { state, revives }: PlanContext): Down | null {
  const tombstone = state?.tombstones[desired.address];
  if (tombstone === undefined || tombstone.lifted !== null || revives) return null;
  const { address, expiredAt, reason, ttlSeconds } = tombstone;
  if (reason !== undefined) return { address, expiredAt, reason };
  return ttlSeconds === (desired.ttlSeconds ?? 0) ? { address, expiredAt } : null;
}

/** The refusal to create a resource anew that now has another owner: it can only be adopted. */
function foreign(desired: DesiredResource, context: PlanContext): Refusal | null {
  const drift = context.drift.get(desired.address);
  if (drift?.type !== 'foreign') return null;
  return {
    code: 'foreign',
    address: desired.address,
    message: `${desired.address} now belongs to ${drift.owner}`,
    hint: `Take it over with \`helix import ${desired.address} ID\`, or give it another id.`,
    source: desired.source,
  };
}

function isProtected(record: ResourceRecord, context: PlanContext): boolean {
  return record.protect || (context.desired.get(record.address)?.protect ?? false);
}

function inScope<T extends { readonly address: Address }>(
  resources: ReadonlyMap<Address, T>,
  { scope, unresolved }: PlanContext,
): T[] {
  return [...resources.values()].filter(
    ({ address }) => !unresolved.has(address) && (scope === null || scope.has(address)),
  );
}

function expiryLine(record: ResourceRecord): { address: Address; expiresAt: string } {
  return { address: record.address, expiresAt: record.expiresAt ?? '' };
}
