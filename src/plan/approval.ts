import type { Run, State } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import type { Change, Plan } from './plan';
import { verdictOf } from './verdict';

/**
 * The approved action for each address, and a digest of its outcome. The state keeps it while an approved plan is executed,
 * so that after a crash the rest of that plan can be told from other changes.
 */
export type Approval = Readonly<Record<Address, string>>;

export function approvalOf(plan: Plan): Approval {
  const changes = plan.changes.filter(({ action }) => action !== 'read');
  return Object.fromEntries(
    changes.map((change) => [change.address, `${change.action} ${outcomeOf(change)}`]),
  );
}

/**
 * Whether a plan made now only finishes what was approved: each change has the approved outcome, by the same action or by
 * a smaller one, since half of it may be done. It deletes only what was approved for deletion.
 */
export function isWithin(plan: Plan, approved: Approval): boolean {
  if (plan.unsupported.length > 0 || plan.refusals.length > 0) return false;
  return plan.changes.every((change) => {
    if (change.action === 'read') return true;
    const [action = '', outcome] = (approved[change.address] ?? '').split(' ');
    const isRest = SMALLER[action]?.includes(change.action) ?? false;
    // A creation that left something which never ran is repeated: replacing that loses nothing.
    const isAgain = action === 'create' && change.action === 'replace' && !change.losesData;
    return outcome === outcomeOf(change) && (isRest || isAgain);
  });
}

/** The actions that can finish an interrupted one. */
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
    ...('secretChanges' in change && { secrets: change.secretChanges.map(({ path }) => path) }),
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

/** Returns the last run that executed all of the plan `digest`, where `now` has nothing left to do; null otherwise. */
export function finishedRun(digest: string, state: State | null, now: Plan): Run | null {
  if (verdictOf(now) !== 'nothing' || now.unsupported.length > 0) return null;
  const done = (state?.history ?? []).filter(
    ({ planDigest, ended }) => planDigest === digest && ended?.result === 'done',
  );
  return done.at(-1) ?? null;
}
