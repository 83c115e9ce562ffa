import { observed } from '../plan/observed';
import type { Plan } from '../plan/plan';
import type { Observation } from '../state/observation';
import type { ResourceRecord, State } from '../state/state';
import type { Address } from '../values/resource';

/** A state corrected by what was observed. */
export interface ObservedState {
  readonly state: State;
  /** Resources that somebody else owns now and this project no longer wants: they leave the record. */
  readonly released: readonly { readonly address: Address; readonly owner: string }[];
}

/**
 * Corrects a state before operations begin: a resource that is gone leaves the record, and so does the tombstone of a
 * table that is no longer declared. Returns the same state where nothing differs.
 */
export function observedState(
  state: State,
  observations: ReadonlyMap<Address, Observation>,
  plan: Plan,
  declared: ReadonlySet<Address>,
): ObservedState {
  const released: { address: Address; owner: string }[] = [];
  const expired = new Set(plan.expiry.expired.map(({ address }) => address));
  const usable = new Map(
    [...observations].filter(([address, seen]) => {
      // An expired resource that is gone stays on record until `destroy --expired` leaves its tombstone.
      if (seen.state === 'gone') return !expired.has(address);
      if (seen.state !== 'foreign') return true;
      if (!isReleased(address, plan, declared)) return false;
      released.push({ address, owner: seen.owner });
      return true;
    }),
  );
  const resources = observedResources(state, usable);
  const all = Object.values(state.tombstones);
  const kept = all.filter(({ address }) => declared.has(address));
  if (resources === state.resources && kept.length === all.length) return { state, released };
  const tombstones = Object.fromEntries(kept.map((tombstone) => [tombstone.address, tombstone]));
  return { state: { ...state, resources, tombstones }, released };
}

/**
 * Whether a resource that is now somebody else's may leave the record: only when it is no longer wanted. While it is
 * wanted it stays, the plan refuses, and only a person can decide.
 */
function isReleased(address: Address, plan: Plan, declared: ReadonlySet<Address>): boolean {
  if (plan.targets.length > 0 && !plan.targets.includes(address)) return false;
  return plan.mode === 'destroy' || (plan.mode === 'apply' && !declared.has(address));
}

function observedResources(
  state: State,
  observations: ReadonlyMap<Address, Observation>,
): State['resources'] {
  const recorded = new Map(Object.values(state.resources).map((record) => [record.address, record]));
  const { records } = observed(recorded, observations);
  const isSame = [...recorded.values()].every((record) => isSameRecord(record, records.get(record.address)));
  return isSame
    ? state.resources
    : Object.fromEntries([...records.values()].map((record) => [record.address, record]));
}

function isSameRecord(a: ResourceRecord, b: ResourceRecord | undefined): boolean {
  return b !== undefined && a.inputsDigest === b.inputsDigest && a.status === b.status;
}
