import { HelixError } from '../errors';
import type { Problem } from '../errors';
import type { DesiredState } from '../graph/desired-state';
import type { State } from '../state/state';
import { differences } from './attributes';
import { planDifferences } from './compare';
import { differenceText, filesIn } from './difference-text';
import type { Plan } from './plan';
import { staleRecords } from './staleness';
import type { Stale } from './staleness';
import { whyUnsupported } from './support';

/** A clock this far behind the last write is wrong: a resource may not have expired when it says so. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Checks that a plan may be applied as it stands.
 * @throws HelixError `refused` for a refusal, an unsupported change, or more deletions than `maxDestroy`
 */
export function assertApplicable(plan: Plan, maxDestroy: number | null): void {
  if (plan.refusals.length > 0) {
    throw new HelixError('refused', 'this plan is refused; nothing was changed', {
      problems: plan.refusals.map(({ code, message, hint, source }): Problem => ({
        severity: 'error',
        code,
        message,
        hint,
        ...(source && { place: source }),
      })),
    });
  }
  if (plan.unsupported.length > 0) {
    const list = plan.unsupported.map(({ address, engine }) => `${address} (${engine})`).join(', ');
    throw new HelixError('refused', `this version of Helix cannot apply ${list}`, {
      hint: 'Apply the rest with --target, or take these tables out.',
      problems: plan.unsupported.flatMap((change): Problem[] => {
        const reason = whyUnsupported(change);
        if (reason === null) return [];
        const message = `${change.address}: ${reason}.`;
        const place = change.source;
        return [{ severity: 'error', code: 'not-set-up', message, ...(place && { place }) }];
      }),
    });
  }
  assertAtMost([plan], maxDestroy);
}

/**
 * Checks that plans together delete at most `maxDestroy` resources; null: any number.
 * @throws HelixError `refused`
 */
export function assertAtMost(plans: readonly Pick<Plan, 'changes'>[], maxDestroy: number | null): void {
  const changes = plans.flatMap((plan) => plan.changes);
  const destroyed = changes.filter(({ action }) => action === 'delete').length;
  if (maxDestroy === null || destroyed <= maxDestroy) return;
  throw new HelixError('refused', `${destroyed} resources would be destroyed, more than ${maxDestroy}`, {
    hint: 'Nothing was destroyed. Look at `helix plan --expired`, then raise --max-destroy.',
  });
}

/**
 * Checks the clock against the last write of the state: with a wrong one everything would expire late or early.
 * @throws HelixError `refused` on a clock that is behind
 */
export function assertClock(state: State | null, now: Date): void {
  if (state === null) return;
  const behind = Date.parse(state.updatedAt) - now.getTime();
  if (behind <= CLOCK_TOLERANCE_MS) return;
  throw new HelixError(
    'refused',
    `this machine's clock (${now.toISOString()}) is ${Math.round(behind / 1000)} s behind the last state write`,
    { hint: 'Nothing was destroyed. Set the clock right.' },
  );
}

/** The project that a saved plan is to be applied to. */
export interface PlannedProject {
  readonly name: string;
  readonly workspace: string;
  readonly configDigest: string;
  readonly desired: DesiredState;
}

/**
 * Checks that nothing that a saved plan was made from has changed; `current` is the plan as it would be now.
 * @throws HelixError `refused` when the plan was made for something else, or what it reads has changed
 */
export function assertStillTrue(
  saved: Plan,
  state: State | null,
  project: PlannedProject,
  current: Plan,
): void {
  const { name, workspace } = project;
  if (saved.project !== name || saved.workspace !== workspace) {
    throw refused(
      `this plan is for project ${saved.project}, workspace ${saved.workspace}, not for ${name}, workspace ${workspace}`,
      [],
    );
  }
  const { lineage } = saved.about;
  if (lineage !== null && state !== null && lineage !== state.lineage) {
    throw refused('this plan was made on another state (the lineage differs)', []);
  }
  if (saved.configDigest !== project.configDigest) {
    throw refused('this plan was made from another configuration', planDifferences(saved, current));
  }
  const stale = staleRecords(saved, state);
  if (stale.length > 0) {
    throw refused(
      'this plan is stale',
      stale.map((one) => staleText(one, saved, state)),
    );
  }
  const edited = editedSince(saved, project.desired);
  if (edited.length > 0) throw refused('files that this plan was made of were edited', edited);
}

function staleText({ address, now }: Stale, saved: Plan, state: State | null): string {
  if (now !== 'changed') return `${address} was ${now === 'gone' ? 'removed' : now} since`;
  const before = saved.changes.find((change) => change.address === address)?.before ?? null;
  const record = state?.resources[address];
  const changed = before === null || record === undefined ? [] : differences(before, record.inputs);
  const list = changed.map(differenceText);
  return `${address} was changed since${list.length === 0 ? '' : `: ${list.join(', ')}`}`;
}

/** Differences under the same configuration: a schema, a query or a build context was edited. */
function editedSince(saved: Plan, desired: DesiredState): string[] {
  const wanted = new Map(desired.resources.map((resource) => [resource.address, resource.inputs]));
  return saved.changes.flatMap(({ address, after }) =>
    after === null
      ? []
      : differences(after, wanted.get(address) ?? {}).map(
          (difference) => `${address}: ${filesIn(difference) ?? `${difference.path} differs now`}`,
        ),
  );
}

function refused(message: string, differences: readonly string[]): HelixError {
  return new HelixError('refused', [`${message}; nothing was changed`, ...differences].join('\n  '), {
    hint: 'Plan again, look at it, and apply that.',
  });
}
