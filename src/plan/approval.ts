import type { State } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import type { Change, Plan } from './plan';

/**
 * What was approved for each address: the action, and a digest of what it leads to. Kept while an approved plan is
 * being carried out, so that what is left of it after a crash can be told from anything else.
 */
export type Approval = Readonly<Record<Address, string>>;

export function approvalOf(plan: Plan): Approval {
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  return Object.fromEntries(
    changes.map((change) => [change.address, `${change.action} ${outcomeOf(change)}`]),
  );
}

/**
 * Whether a plan made now does nothing but what was approved: the same outcome for each address, by the same action or
 * by a smaller one, since half of it may be done. Nothing is deleted that was not approved to be.
 */
export function isWithin(plan: Plan, approved: Approval): boolean {
  if (plan.unsupported.length > 0 || plan.refusals.length > 0) return false;
  return plan.changes.every((change) => {
    if (change.action === 'read') return true;
    const [action = '', outcome] = (approved[change.address] ?? '').split(' ');
    const isRest = SMALLER[action]?.includes(change.action) ?? false;
    // What a creation left that never ran is replaced: with it goes nothing that anybody had.
    const isAgain = action === 'create' && change.action === 'replace' && !change.losesData;
    return outcome === outcomeOf(change) && (isRest || isAgain);
  });
}

/** What may be left of an action that was begun. */
const SMALLER: Readonly<Record<string, readonly Change['action'][]>> = {
  create: ['create', 'update'],
  update: ['update'],
  replace: ['replace', 'create', 'update'],
  delete: ['delete'],
};

function outcomeOf(change: Change): string {
  const { engine, provider, region, after, ttlSeconds, cost } = change;
  const protect = 'protect' in change ? change.protect : null;
  return digestOf({
    engine,
    provider,
    region,
    after,
    ttlSeconds,
    protect,
    hourly: cost?.afterHourly ?? null,
  });
}

/**
 * Returns the approval of the last run, where that run executed the plan `digest` without finishing it and `now` is what
 * is left of it; null otherwise.
 */
export function unfinishedApproval(digest: string, state: State | null, now: Plan): Approval | null {
  const last = state?.history?.at(-1);
  if (last?.planDigest !== digest || last.approved === undefined) return null;
  return isWithin(now, last.approved) ? last.approved : null;
}
