import { configDigest } from '../../config/config-digest';
import { finishedRun, unfinishedApproval } from '../../plan/approval';
import type { Approval } from '../../plan/approval';
import type { Plan, PlanMode } from '../../plan/plan';
import { anotherPlan, assertStillTrue } from '../../plan/preconditions';
import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { Run, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { SizedProject } from '../project/project';
import { observe } from './observe';
import type { Engines } from './open-engines';
import { planOf } from './plan-of';

/** Which plan is applied: one made now, one that was saved, or one made now that must have an approved digest. */
export type PlanSource =
  | { readonly type: 'fresh'; readonly refresh: boolean }
  | { readonly type: 'saved'; readonly plan: Plan }
  | { readonly type: 'approved'; readonly digest: string; readonly refresh: boolean };

export interface PlanChoice {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  readonly source: PlanSource;
  /** Why the plan may exceed the budget; null: it may not. */
  readonly overrideBudget?: string | null;
}

/** A plan to apply, and what was observed when it was made. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly observations: ReadonlyMap<Address, Observation>;
  /** The approval that this plan is the rest of: its digest, and what it allows. */
  readonly continues?: { readonly digest: string; readonly approved: Approval };
  /** The run that already did all of what was approved: nothing is left to do. */
  readonly finished?: Run;
}

/**
 * Makes the plan to apply, or checks the one that was saved.
 * @throws HelixError `refused` where it would not be what was approved
 */
export async function choosePlan(
  ports: Ports,
  engine: Engines,
  project: SizedProject,
  state: State | null,
  request: PlanChoice,
): Promise<ChosenPlan> {
  const now = ports.clock.now().toISOString();
  const { source, mode, targets, overrideBudget = null } = request;
  const observeAll = async (refresh: boolean): Promise<ChosenPlan['observations']> => {
    if (!refresh || state === null) return new Map();
    const seen = await observe(ports, { engine }, Object.values(state.resources));
    // Expiry goes by the record, as `plan --expired` shows it: a resource that is gone already leaves its tombstone too.
    return mode === 'expired' ? onlyForeign(seen) : seen;
  };
  const planFrom = (observations: ChosenPlan['observations']): ChosenPlan => ({
    plan: planOf(ports, project, state, { mode, targets, overrideBudget, observations, now }),
    observations,
  });
  switch (source.type) {
    case 'fresh':
      return planFrom(await observeAll(source.refresh));
    case 'approved': {
      const { digest } = source;
      const offline = planFrom(new Map());
      if (offline.plan.digest === digest) return offline;
      const finished = finishedRun(digest, state, offline.plan);
      if (finished !== null) return { ...offline, finished };
      // It may have been approved as `plan --refresh` showed it.
      const refreshed = planFrom(await observeAll(source.refresh));
      if (refreshed.plan.digest === digest) return refreshed;
      const approved = unfinishedApproval(digest, state, offline.plan);
      if (approved === null) throw anotherPlan(offline.plan);
      return { ...offline, continues: { digest, approved } };
    }
    case 'saved': {
      const { plan: saved } = source;
      const observations = new Map<Address, Observation>();
      const plan = planOf(ports, project, state, {
        mode: saved.mode,
        targets: saved.targets,
        observations,
        now,
      });
      const finished = finishedRun(saved.digest, state, plan);
      if (finished !== null) return { plan, observations, finished };
      const approved = unfinishedApproval(saved.digest, state, plan);
      if (approved !== null) return { plan, observations, continues: { digest: saved.digest, approved } };
      const { config, workspace, desired } = project;
      const planned = { name: config.project.name, workspace, configDigest: configDigest(config), desired };
      assertStillTrue(saved, state, planned, plan);
      return { plan: saved, observations };
    }
  }
}

function onlyForeign(seen: ChosenPlan['observations']): ChosenPlan['observations'] {
  return new Map([...seen].filter(([, { state }]) => state === 'foreign'));
}
