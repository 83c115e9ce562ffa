import { HelixError } from '../../errors';
import type { ApprovedBefore } from '../../plan/another-plan';
import type { Plan } from '../../plan/plan';
import type { OlderState } from '../../ports/state-store';
import type { State } from '../../state/state';

/** The number of older states that are tried: each is read and planned. */
const TRIED = 20;

/**
 * Finds the plan with this digest among those of the older states that are kept, newest first: it was approved on that
 * state, and somebody has changed the state since. null: it is not one of them.
 */
export async function findApproved(
  digest: string,
  state: State | null,
  older: AsyncIterable<OlderState>,
  plansFrom: (state: State | null) => Iterable<Plan>,
): Promise<ApprovedBefore | null> {
  let tried = 0;
  for await (const { state: before } of older) {
    if (tried === TRIED) return null;
    tried += 1;
    if (before === null || before instanceof HelixError) continue;
    const plan = withDigest(plansFrom(before), digest);
    if (plan !== null) return { plan, serial: before.serial, since: runsSince(before, state) };
  }
  const first = withDigest(plansFrom(null), digest);
  return first === null ? null : { plan: first, serial: null, since: runsSince(null, state) };
}

function withDigest(plans: Iterable<Plan>, digest: string): Plan | null {
  for (const plan of plans) if (plan.digest === digest) return plan;
  return null;
}

function runsSince(before: State | null, state: State | null): ApprovedBefore['since'] {
  const known = new Set((before?.history ?? []).map(({ id }) => id));
  return (state?.history ?? []).filter(({ id }) => !known.has(id));
}
