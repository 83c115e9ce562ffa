import { digestOfLong } from '../values/digest';
import type { Json } from '../values/json';
import type { Change, Plan } from './plan';

export type UnsealedPlan = Omit<Plan, 'digest'>;

/** Gives a plan its digest. */
export function sealPlan(plan: UnsealedPlan): Plan {
  return { ...plan, digest: planDigest(plan) };
}

/**
 * `helix1:<sha256>` over what a person approves: actions, addresses, before and after, unit prices, the configuration's
 * digest, the digests of the records read, and why the budget is overridden. Nothing that moves with the clock, no source position, serial or version.
 */
export function planDigest(plan: UnsealedPlan): string {
  return `helix1:${digestOfLong({
    mode: plan.mode,
    project: plan.project,
    workspace: plan.workspace,
    config: plan.configDigest,
    targets: plan.targets,
    changes: each(plan.changes, approved),
    unsupported: each(plan.unsupported, approved),
    unresolved: plan.unresolved,
    refusals: plan.refusals.map(({ code, address, rule }) => ({ code, address, ...(rule && { rule }) })),
    reads: each(plan.reads, ({ address, digest }) => ({ address, digest })),
    ...(plan.budget?.override && { override: plan.budget.override.reason }),
  })}`;
}

/** True when nobody edited the plan since it was sealed. */
export function isIntact(plan: Plan): boolean {
  return plan.digest === planDigest(plan);
}

function* each<Item>(items: readonly Item[], part: (item: Item) => Json): Generator<Json> {
  for (const item of items) yield part(item);
}

function approved(change: Change): Json {
  const { address, action, engine, provider, region, before, after, dependsOn, ttlSeconds, cost } = change;
  return {
    ...{ address, action, engine, provider, region, before, after, dependsOn, ttlSeconds },
    protect: 'protect' in change ? change.protect : null,
    hourly: [cost?.beforeHourly ?? null, cost?.afterHourly ?? null],
  };
}
