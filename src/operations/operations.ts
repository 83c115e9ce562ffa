import type { DeleteChange, Plan } from '../plan/plan';
import { expiryOf } from '../state/expiry';
import type { SecretReader } from '../resources/secrets/digests';
import type { Attribution, ResourceRecord, State, Tombstone } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import { orderAfterRelease } from './name-handover';
import type { Operation } from './operation';
import { secretDigestsAfter } from './target-secrets';

/** Returns the operations of a plan, with the records that their success will leave. `secrets` marks the values that they bring over. */
export function operationsOf(
  plan: Plan,
  state: State,
  records: ReadonlyMap<Address, ResourceRecord>,
  applied: Attribution,
  secrets: SecretReader | null,
): Operation[] {
  const changed = new Set(plan.changes.map(({ address }) => address));
  const dependants = dependantsOf(records.values());
  const operations = plan.changes.flatMap((change): Operation[] => {
    if (change.action === 'read') return [];
    const movedFrom = change.action === 'update' ? change.movedFrom : undefined;
    const prior = records.get(movedFrom ?? change.address) ?? null;
    const target = change.action === 'delete' ? null : targetOf(change, prior, state, { applied, secrets });
    const needed = change.action === 'delete' ? (dependants.get(change.address) ?? []) : change.dependsOn;
    return [
      {
        member: {
          address: change.address,
          action: change.action,
          target,
          prior,
          ...(movedFrom && { movedFrom }),
          ...(change.action === 'delete' &&
            change.losesData &&
            change.kind === 'instance' && { deletesVolume: true }),
          tombstone:
            change.action === 'delete' && prior !== null ? tombstoneOf(prior, change.reason, applied) : null,
        },
        after: needed.filter((address) => changed.has(address)),
      },
    ];
  });
  return orderAfterRelease(operations);
}

type Wanted = Exclude<Plan['changes'][number], { action: 'delete' | 'read' }>;

function targetOf(
  change: Wanted,
  prior: ResourceRecord | null,
  state: State,
  { applied, secrets }: { readonly applied: Attribution; readonly secrets: SecretReader | null },
): ResourceRecord {
  const { address, kind, name, engine, provider, region, dependsOn, ttlSeconds, protect } = change;
  const secretDigests = secretDigestsAfter(change, prior, secrets);
  const life = { ...lifeOf(change, prior, state, applied.at), ttlSeconds };
  return {
    address,
    kind,
    name,
    engine,
    provider,
    region,
    dependsOn,
    protect,
    applied,
    inputs: change.after,
    inputsDigest: digestOf(change.after),
    outputs: change.action === 'update' ? (prior?.outputs ?? {}) : {},
    ...life,
    expiresAt: expiryOf(life),
    status: change.action === 'update' ? (prior?.status ?? 'ready') : 'ready',
    ...(Object.keys(secretDigests).length > 0 && { secretDigests }),
    ...(change.byHand && { byHand: true as const }),
  };
}

type Life = Pick<ResourceRecord, 'createdAt' | 'renewedAt' | 'renewedForSeconds'>;

function lifeOf(change: Wanted, prior: ResourceRecord | null, state: State, now: string): Life {
  if (change.action === 'update' && prior !== null) {
    const { createdAt, renewedAt } = prior;
    const edited = prior.ttlSeconds !== change.ttlSeconds;
    return { createdAt, renewedAt, renewedForSeconds: edited ? null : prior.renewedForSeconds };
  }
  const lifted = state.tombstones[change.address]?.lifted ?? null;
  const forSeconds = lifted?.forSeconds ?? null;
  return { createdAt: now, renewedAt: forSeconds === null ? null : now, renewedForSeconds: forSeconds };
}

/** Returns the memory of what a delete takes down and the files still declare; null for a delete that leaves none. */
function tombstoneOf(
  record: ResourceRecord,
  reason: DeleteChange['reason'],
  applied: Attribution,
): Tombstone | null {
  if (reason !== 'expired' && reason !== 'terminated') return null;
  const isTerminated = reason === 'terminated';
  return {
    address: record.address,
    ...(isTerminated && { reason }),
    expiredAt: (isTerminated ? null : record.expiresAt) ?? applied.at,
    destroyedAt: applied.at,
    ttlSeconds: record.ttlSeconds ?? 0,
    applied,
    lifted: null,
  };
}

function dependantsOf(records: Iterable<ResourceRecord>): Map<Address, Address[]> {
  const dependants = new Map<Address, Address[]>();
  for (const { address, dependsOn } of records) {
    for (const dependency of dependsOn) {
      const list = dependants.get(dependency);
      if (list === undefined) dependants.set(dependency, [address]);
      else list.push(address);
    }
  }
  return dependants;
}
