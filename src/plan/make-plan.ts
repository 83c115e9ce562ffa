import type { PlanCost } from '../pricing/cost';
import type { BudgetConfig, PolicyConfig } from '../config/config';
import type { DesiredState } from '../graph/desired-state';
import { changeCosts } from '../pricing/change-cost';
import type { Rates } from '../pricing/rates';
import type { Observation } from '../state/observation';
import type { State } from '../state/state';
import type { Address } from '../values/resource';
import { budgetStanding } from './budget';
import { applyDecisions, destroyDecisions, expiredDecisions } from './decisions';
import type { Unpriced } from './decide';
import type { Decisions } from './decisions';
import { observed } from './observed';
import type { Plan, PlanMode } from './plan';
import { policyRefusals } from './policy';
import { priced, workspaceCost } from './priced';
import { reversed, scopeOf } from './scope';
import { sealPlan } from './seal';
import type { Situation } from './plan-context';
import { digestIn } from './staleness';
import { bySupport } from './support';
import type { AppliedHere } from './support';
import { upcoming } from './upcoming';

/** Everything that a plan is made from. No clock, no files: the same input gives the same bytes. */
export interface PlanInput {
  readonly mode: PlanMode;
  readonly project: string;
  readonly workspace: string;
  readonly endpoint: string | null;
  readonly configDigest: string;
  readonly desired: DesiredState;
  readonly state: State | null;
  /** What was seen of recorded resources; empty for an offline plan. */
  readonly observations: ReadonlyMap<Address, Observation>;
  /** Addresses or names; empty for everything. */
  readonly targets: readonly string[];
  readonly isApplied: AppliedHere;
  readonly rates: Rates;
  readonly basis: PlanCost['basis'];
  readonly budget: BudgetConfig;
  readonly policy: PolicyConfig;
  /** Why the budget may be exceeded; null: it may not. */
  readonly overrideBudget: string | null;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly helixVersion: string;
  readonly regionsAt: string | null;
  readonly pricesAt: string | null;
  readonly priceBooks: Plan['about']['priceBooks'];
  readonly autoChoices: Plan['about']['autoChoices'];
}

/** Desired against recorded: what would change, at what cost, until when. */
export function makePlan(input: PlanInput): Plan {
  const situation = situationOf(input);
  const decisions = decide(input.mode, situation);
  const { supported, unsupported } = bySupport(decisions.changes, input.isApplied);
  const costOf = changeCosts();
  const withCost = (change: Unpriced) => priced(change, situation, input.rates, costOf);
  const changes = supported.map(withCost);
  const notApplied = unsupported.map(withCost);
  const all = [...changes, ...notApplied];
  // With what waits for an engine: it is declared, and will cost that.
  const cost = workspaceCost(all, situation, input.rates, input.basis);
  const { mode, budget, policy, overrideBudget } = input;
  const { standing, refusals: overBudget } = budgetStanding(budget, mode, cost, overrideBudget);
  const unchanged = decisions.unchanged.map(({ address }) => address);
  const offPolicy = policyRefusals(policy, { mode, changes: all, unchanged }, situation, input.rates);
  return sealPlan({
    format: 1,
    mode: input.mode,
    project: input.project,
    workspace: input.workspace,
    endpoint: input.endpoint,
    configDigest: input.configDigest,
    targets: situation.scope === null ? [] : [...situation.scope].sort(),
    changes,
    unchanged: decisions.unchanged,
    reads: readsOf(changes, input.state),
    unsupported: notApplied,
    unresolved: [...situation.unresolved],
    refusals: [...decisions.refusals, ...overBudget, ...offPolicy],
    drift: [...situation.drift.values()],
    stopped: [...situation.records.values()].flatMap((record) =>
      record.status === 'stopped' ? [record.address] : [],
    ),
    expiry: { ...decisions.expiry, next: upcoming(changes, situation) },
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

function situationOf(input: PlanInput): Situation {
  const recorded = new Map(
    Object.values(input.state?.resources ?? {}).map((record) => [record.address, record]),
  );
  const { records, drift } = observed(recorded, input.observations);
  const desired = new Map(input.desired.resources.map((resource) => [resource.address, resource]));
  const unresolved = new Set(
    (input.state?.open ?? []).flatMap((entry) => entry.members.map((member) => member.address)),
  );
  const edges = new Map<Address, readonly Address[]>();
  for (const { address, dependsOn } of recorded.values()) edges.set(address, dependsOn);
  for (const { address, dependsOn } of desired.values()) edges.set(address, dependsOn);
  const scope = scopeOf(input.targets, input.mode === 'apply' ? edges : reversed(edges));
  return { now: input.now, desired, records, state: input.state, drift, unresolved, scope };
}

function decide(mode: PlanMode, situation: Situation): Decisions {
  switch (mode) {
    case 'apply':
      return applyDecisions(situation);
    case 'destroy':
      return destroyDecisions(situation);
    case 'expired':
      return expiredDecisions(situation);
  }
}

/** A plan depends on the records that it changes, and on those that its changes depend on. */
function readsOf(changes: Plan['changes'], state: State | null): Plan['reads'] {
  const addresses = new Set(changes.flatMap((change) => [change.address, ...change.dependsOn]));
  return [...addresses].sort().map((address) => ({ address, digest: digestIn(state, address) }));
}
