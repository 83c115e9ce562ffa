import { canonicalJson, digestOfLong } from '../values/digest';
import type { Json } from '../values/json';
import type { Change, Plan } from './plan';

export type UnsealedPlan = Omit<Plan, 'digest'>;

/** Returns the plan with its digest. */
export function sealPlan(plan: UnsealedPlan): Plan {
  return { ...plan, digest: planDigest(plan) };
}

/**
 * Returns `helix1:<sha256>` of everything that a person approves: actions, addresses, before and after, unit prices, the
 * digests of the configuration and of the records read, and the reason to override the budget. The clock, the places in
 * files, the serial and the version have no part in it.
 */
export function planDigest(plan: UnsealedPlan): string {
  return `helix1:${digestOfLong({
    mode: plan.mode,
    project: plan.project,
    workspace: plan.workspace,
    config: plan.configDigest,
    targets: plan.targets,
    // In the order of addresses, not of the tables in the files.
    changes: each(byAddress(plan.changes), approved),
    unsupported: each(byAddress(plan.unsupported), approved),
    unresolved: [...plan.unresolved].sort(),
    refusals: plan.refusals
      .map(({ code, address, rule }) => ({ code, address, ...(rule && { rule }) }))
      .sort((a, b) => byText(canonicalJson(a), canonicalJson(b))),
    reads: each(byAddress(plan.reads), ({ address, digest }) => ({ address, digest })),
    ...(plan.budget?.override && { override: plan.budget.override.reason }),
  })}`;
}

/** Whether the plan was not edited after it was sealed. */
export function isIntact(plan: Plan): boolean {
  return plan.digest === planDigest(plan);
}

function* each<Item>(items: readonly Item[], part: (item: Item) => Json): Generator<Json> {
  for (const item of items) yield part(item);
}

function byAddress<T extends { readonly address: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => byText(a.address, b.address));
}

// By code units, not by a locale: the order must be the same on every host.
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function approved(change: Change): Json {
  const { address, action, engine, provider, region, before, after, dependsOn, ttlSeconds, cost } = change;
  const hourly = [cost?.beforeHourly ?? null, cost?.afterHourly ?? null];
  const protect = 'protect' in change ? change.protect : null;
  // In the order of the canonical text, which saves a sort: there may be 100,000.
  const all = {
    action,
    address,
    after,
    before,
    dependsOn,
    engine,
    hourly,
    protect,
    provider,
    region,
    ttlSeconds,
  };
  // Clusters always lose their data, so that only a volume is a decision.
  if (change.action === 'delete' && change.losesData && change.kind === 'instance') {
    return { ...all, deletesVolume: true };
  }
  const { movedFrom, secretChanges } = change.action === 'update' ? change : {};
  if (movedFrom === undefined && secretChanges === undefined) return all;
  const secrets = secretChanges?.map(({ path, why }) => ({ path, why }));
  return { ...all, ...(movedFrom && { movedFrom }), ...(secrets && { secrets }) };
}
