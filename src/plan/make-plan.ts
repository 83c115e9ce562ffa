import type { PlanCost } from '../pricing/cost';
import type { BudgetConfig, PolicyConfig } from '../config/rule';
import type { DesiredState } from '../graph/desired-state';
import { changeCosts } from '../pricing/change-cost';
import type { Rates } from '../pricing/rates';
import type { SecretReader } from '../resources/secrets/digests';
import type { Observation } from '../state/observation';
import type { OpenMember, State } from '../state/state';
import type { Address } from '../values/resource';
import { budgetStanding } from './budget';
import { applyDecisions, destroyDecisions, expiredDecisions } from './decisions';
import type { Unpriced } from './decide';
import type { Decisions } from './decisions';
import { keptResources } from './kept';
import { withMachineImages } from './machine-images';
import { imagesOnMovedBases } from './moved-bases';
import { movesOf, withMoves } from './moves';
import type { Moves } from './moves';
import { observed } from './observed';
import type { Plan, PlanMode } from './plan';
import { policyRefusals } from './policy';
import { priced, workspaceCost } from './priced';
import { reversed, scopeOf } from './scope';
import { sealPlan } from './seal';
import type { PlanContext } from './plan-context';
import { digestIn } from './staleness';
import { bySupport } from './support';
import type { AppliedHere } from './support';
import { upcoming } from './upcoming';

/** The input of a plan. The same input gives the same bytes: it has no clock and no files. */
export interface PlanInput {
  readonly mode: PlanMode;
  readonly project: string;
  readonly workspace: string;
  readonly endpoint: string | null;
  readonly configDigest: string;
  readonly desired: DesiredState;
  readonly state: State | null;
  /** The observations of recorded resources; empty for an offline plan. */
  readonly observations: ReadonlyMap<Address, Observation>;
  /** Compares the values of secrets with those on record; null: they are left alone. */
  readonly secrets: SecretReader | null;
  /** Addresses or names; empty: everything. */
  readonly targets: readonly string[];
  readonly isApplied: AppliedHere;
  readonly rates: Rates;
  readonly basis: PlanCost['basis'];
  readonly budget: BudgetConfig;
  readonly policy: PolicyConfig;
  /** Whether what is destroyed takes its volume with it; otherwise volumes stay. */
  readonly deletesVolumes?: boolean;
  /** Whether what is destroyed and still declared stays down until it is renewed. */
  readonly terminates?: boolean;
  /** Whether what is down in the scope comes back. */
  readonly revives?: boolean;
  /** The name of the instance that no file declares, whose resources later plans leave alone; null: none. */
  readonly byHand?: string | null;
  /** The reason to exceed the budget; null: it must not be exceeded. */
  readonly overrideBudget: string | null;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly helixVersion: string;
  readonly regionsAt: string | null;
  readonly pricesAt: string | null;
  readonly priceBooks: Plan['about']['priceBooks'];
  readonly autoChoices: Plan['about']['autoChoices'];
}

/** Compares the desired with the recorded resources: the changes, their cost and their expiry. */
export function makePlan(input: PlanInput): Plan {
  const context = contextOf(input);
  const decisions = decide(input.mode, context);
  const marked = withMarks(decisions.changes, input.byHand ?? null);
  const { supported, unsupported } = bySupport(withMachineImages(marked, context.records), input.isApplied);
  const costOf = changeCosts();
  const withCost = (change: Unpriced) => priced(change, context, input.rates, costOf);
  const changes = supported.map(withCost);
  const notApplied = unsupported.map(withCost);
  const all = [...changes, ...notApplied];
  // Unsupported changes count as well: they are declared, and will cost that.
  const cost = workspaceCost(all, context, input.rates, input.basis);
  const { mode, budget, policy, overrideBudget } = input;
  const { standing, refusals: overBudget } = budgetStanding(budget, mode, cost, overrideBudget);
  const unchanged = decisions.unchanged.map(({ address }) => address);
  const offPolicy = policyRefusals(policy, { mode, changes: all, unchanged }, context, input.rates);
  const byHand = undeclaredByHand(context);
  const movedBases = imagesOnMovedBases(context);
  return sealPlan({
    format: 1,
    mode: input.mode,
    project: input.project,
    workspace: input.workspace,
    endpoint: input.endpoint,
    configDigest: input.configDigest,
    targets: context.scope === null ? [] : [...context.scope].sort(),
    changes,
    kept: keptResources(all, context, input.rates, costOf),
    unchanged: decisions.unchanged,
    reads: readsOf(changes, input.state),
    unsupported: notApplied,
    unresolved: [...context.unresolved],
    refusals: [...decisions.refusals, ...overBudget, ...offPolicy],
    drift: [...context.drift.values()],
    stopped: [...context.records.values()].flatMap((record) =>
      record.status === 'stopped' ? [record.address] : [],
    ),
    ...(byHand.length > 0 && { byHand }),
    ...(movedBases.length > 0 && { movedBases }),
    expiry: { ...decisions.expiry, next: upcoming(changes, context) },
    cost,
    ...(standing && { budget: standing }),
    about: {
      helixVersion: input.helixVersion,
      now: input.now,
      lineage: input.state?.lineage ?? null,
      serial: input.state?.serial ?? 0,
      recordedAt: input.state?.updatedAt ?? null,
      regionsAt: input.regionsAt,
      pricesAt: input.pricesAt,
      priceBooks: input.priceBooks,
      autoChoices: input.autoChoices,
    },
  });
}

/** Marks the changes of the instance that no file declares. */
function withMarks(changes: readonly Unpriced[], name: string | null): readonly Unpriced[] {
  if (name === null) return changes;
  return changes.map((change) =>
    change.name === name &&
    (change.action === 'create' || change.action === 'replace' || change.action === 'update')
      ? { ...change, byHand: true }
      : change,
  );
}

function undeclaredByHand({ records, desired }: PlanContext): readonly Address[] {
  return [...records.values()].flatMap(({ address, byHand = false }) =>
    byHand && !desired.has(address) ? [address] : [],
  );
}

function contextOf(input: PlanInput): PlanContext {
  const recorded = new Map(
    Object.values(input.state?.resources ?? {}).map((record) => [record.address, record]),
  );
  const { records, drift } = observed(recorded, input.observations);
  const desired = new Map(input.desired.resources.map((resource) => [resource.address, resource]));
  const unresolved = new Set(
    (input.state?.open ?? []).flatMap((entry) => entry.members.flatMap(addressesOf)),
  );
  const isFree = (address: Address): boolean => !unresolved.has(address);
  const moves = input.mode === 'apply' ? movesOf(records, desired, isFree) : new Map<Address, Address>();
  const edges = new Map<Address, readonly Address[]>();
  for (const { address, dependsOn } of recorded.values()) edges.set(address, dependsOn);
  for (const { address, dependsOn } of desired.values()) edges.set(address, dependsOn);
  const scope = scopeOf(input.targets, input.mode === 'apply' ? edges : reversed(edges));
  return {
    now: input.now,
    desired,
    records: withMoves(records, moves, desired),
    state: input.state,
    drift,
    moves,
    unresolved,
    secrets: input.secrets,
    deletesVolumes: input.deletesVolumes ?? false,
    terminates: input.terminates ?? false,
    revives: input.revives ?? false,
    scope: scope && withNewAddresses(scope, moves),
  };
}

function addressesOf({ address, movedFrom }: OpenMember): readonly Address[] {
  return movedFrom === undefined ? [address] : [address, movedFrom];
}

/** A target that was renamed means the table that it became. */
function withNewAddresses(scope: ReadonlySet<Address>, moves: Moves): ReadonlySet<Address> {
  const renamed = [...moves].flatMap(([to, from]) => (scope.has(from) ? [to] : []));
  return renamed.length === 0 ? scope : new Set([...scope, ...renamed]);
}

function decide(mode: PlanMode, context: PlanContext): Decisions {
  switch (mode) {
    case 'apply':
      return applyDecisions(context);
    case 'destroy':
      return destroyDecisions(context);
    case 'expired':
      return expiredDecisions(context);
  }
}

/** The records that a plan depends on: those that it changes, and their dependencies. */
function readsOf(changes: Plan['changes'], state: State | null): Plan['reads'] {
  const addresses = new Set(
    changes.flatMap((change) => [change.address, ...change.dependsOn, ...formerAddress(change)]),
  );
  return [...addresses].sort().map((address) => ({ address, digest: digestIn(state, address) }));
}

function formerAddress(change: Plan['changes'][number]): readonly Address[] {
  return change.action === 'update' && change.movedFrom !== undefined ? [change.movedFrom] : [];
}
