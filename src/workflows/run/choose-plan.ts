import { configDigest } from '../../config/config-digest';
import { anotherPlan } from '../../plan/another-plan';
import { finishedRun, unfinishedApproval } from '../../plan/approval';
import type { Approval } from '../../plan/approval';
import type { Plan, PlanMode } from '../../plan/plan';
import { assertStillTrue } from '../../plan/preconditions';
import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import type { OlderState } from '../../ports/state-store';
import type { SecretReader } from '../../resources/secrets/digests';
import type { Run, State } from '../../state/state';
import type { Address } from '../../values/resource';
import type { SizedProject } from '../project/project';
import { findApproved } from './find-approved';
import { observe } from './observe';
import type { Engines } from './open-engines';
import { planOf } from './plan-of';
import { assertSecretsSet, secretReader } from './secrets';

/** Which plan is applied: one made now, one that was saved, or one made now that must have an approved digest. */
export type PlanSource =
  | { readonly type: 'fresh'; readonly refresh: boolean }
  | { readonly type: 'saved'; readonly plan: Plan }
  | { readonly type: 'approved'; readonly digest: string; readonly refresh: boolean };

export interface PlanChoice {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  readonly source: PlanSource;
  /** Whether what is destroyed takes its volume with it; default: volumes stay. */
  readonly deletesVolumes?: boolean;
  /** Whether what is destroyed and still declared stays down until it is renewed. */
  readonly terminates?: boolean;
  /** Whether what is down in the scope comes back. */
  readonly revives?: boolean;
  /** The name of the instance that no file declares, whose resources later plans leave alone; null: none. */
  readonly byHand?: string | null;
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
 * Makes the plan to apply, or checks the one that was saved. The older states are read only to tell how an approved plan
 * differs from that of now.
 * @throws HelixError `refused` where it would not be what was approved
 */
export async function choosePlan(
  ports: Ports,
  engine: Engines,
  project: SizedProject,
  state: State | null,
  request: PlanChoice,
  older: AsyncIterable<OlderState>,
): Promise<ChosenPlan> {
  const now = ports.clock.now().toISOString();
  const { source, mode, targets, overrideBudget = null, deletesVolumes = false } = request;
  const { terminates = false, revives = false, byHand = null } = request;
  const observeAll = async (refresh: boolean): Promise<ChosenPlan['observations']> => {
    if (!refresh || state === null) return new Map();
    const seen = await observe(ports, { engine }, Object.values(state.resources));
    // Expiry goes by the record, as `plan --expired` shows it: a resource that is gone already leaves its tombstone too.
    return mode === 'expired' ? onlyForeign(seen) : seen;
  };
  const reader = secretReader(ports, project, state);
  const planFrom = (
    observations: ChosenPlan['observations'],
    secrets: SecretReader | null,
    on = state,
  ): ChosenPlan => ({
    plan: planOf(ports, project, on, {
      mode,
      targets,
      deletesVolumes,
      terminates,
      revives,
      byHand,
      overrideBudget,
      observations,
      secrets,
      now,
    }),
    observations,
  });
  switch (source.type) {
    case 'fresh':
      return planFrom(await observeAll(source.refresh), reader);
    case 'approved': {
      const { digest } = source;
      const offline = planFrom(new Map(), null);
      if (offline.plan.digest === digest) return offline;
      const compared = planFrom(new Map(), reader);
      if (compared.plan.digest === digest) return compared;
      const finished = finishedRun(digest, state, offline.plan);
      if (finished !== null) return { ...offline, finished };
      // It may have been approved as `plan --refresh` showed it.
      const seen = await observeAll(source.refresh);
      for (const secrets of [null, reader]) {
        const refreshed = planFrom(seen, secrets);
        if (refreshed.plan.digest === digest) return refreshed;
      }
      for (const rest of [compared, offline]) {
        const approved = unfinishedApproval(digest, state, rest.plan);
        if (approved !== null) return { ...rest, continues: { digest, approved } };
      }
      // It may have been approved with a secret that this environment lacks.
      await assertSecretsSet(ports, project, compared.plan, 'all');
      const plansOn = function* (on: State | null): Iterable<Plan> {
        for (const secrets of [null, reader]) yield planFrom(new Map(), secrets, on).plan;
      };
      throw anotherPlan(digest, offline.plan, await findApproved(digest, state, older, plansOn));
    }
    case 'saved': {
      const { plan: saved } = source;
      const observations = new Map<Address, Observation>();
      const again = (secrets: SecretReader | null): Plan => {
        const { mode: savedMode, targets: savedTargets } = saved;
        const options = { mode: savedMode, targets: savedTargets, observations, secrets, now };
        return planOf(ports, project, state, options);
      };
      const [plan, compared] = [again(null), again(reader)];
      // A secret may change twice, and both plans have the same digest.
      const finished = compared.digest === saved.digest ? null : finishedRun(saved.digest, state, plan);
      if (finished !== null) return { plan, observations, finished };
      for (const rest of [compared, plan]) {
        const approved = unfinishedApproval(saved.digest, state, rest);
        if (approved !== null) {
          return { plan: rest, observations, continues: { digest: saved.digest, approved } };
        }
      }
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
