import { terraformCloud } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult, ResourceError } from '../../../ports/engine';
import type { Address } from '../../../values/resource';
import type { LockOwner, ProcessTable } from '../../host/process-table';
import { resourceError, TerraformFailure, textOf } from '../program/failure';
import { errorsIn } from '../program/messages';
import type { Diagnostic } from '../program/messages';
import type { Terraform } from '../program/terraform';
import type { TerraformExit } from '../program/terraform-command';
import { AmbiguousFind } from '../recovery/find-lost';
import { lostParts } from '../recovery/import-lost';
import { deviationsAfterPush } from '../stack/after-push';
import { deviationsIn, deviationText } from '../stack/deviations';
import type { TerraformPlan } from '../stack/planned-changes';
import type { RunMember, StackRun } from '../stack/stack-run';
import type { PlannedStep } from '../stack/step-plans';
import { newestState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';
import { doneResult, failedResult, unknownResult } from './member-results';
import { mirrorOf } from './mirrored-state';
import { Progress } from './progress';

/** The interval at which Terraform's state is mirrored while Terraform works. */
const MIRROR_EVERY_MS = 2000;
/** The time that a run is given to end after the last Ctrl-C. */
const LAST_MOMENT_MS = 400;

export interface RunDeps {
  readonly terraform: Terraform;
  readonly directory: WorkDirectory;
  readonly table: ProcessTable;
  readonly clock: Clock;
  /** The journal entry. */
  readonly owner: string;
  readonly context: EngineContext;
  /** Writes to the journal that this process group is about to begin. */
  readonly writeStart: (process: LockOwner) => Promise<void>;
  /**
   * Imports what was created and is not in Terraform's state. `isSure`: the cloud has answered every request, so that
   * anything it does not list does not exist.
   */
  readonly importLost: (
    members: readonly RunMember[],
    state: TerraformState | null,
    isSure: boolean,
  ) => Promise<TerraformState | null>;
}

/** Applies a plan that does what was approved. The result of each member is read from Terraform's state. */
export async function applyRun(
  run: StackRun,
  plan: TerraformPlan,
  file: string,
  deps: RunDeps,
): Promise<readonly MemberResult[]> {
  const { context, directory } = deps;
  const hasWork = [...plan.changes.values()].some(({ action }) => action !== 'no-op');
  const { isStopped } = terraformCloud(run.ref.provider);
  if (!hasWork) {
    return run.members.map((member) => {
      const primary = member.target && plan.changes.get(member.target.primary)?.before;
      return doneResult(member, run.before, isStopped, primary);
    });
  }
  await directory.markOwned(deps.owner);
  const progress = new Progress(run, plan, context.onEvent);
  const ended = await executeRun(run, file, progress, deps);
  await directory.removePlan(file);
  if (ended.exit.code === 0) {
    return run.members.map((member) => doneResult(member, ended.state, isStopped));
  }
  return inspectFailedRun(run, progress, ended, deps);
}

/** Finds out the results of a run that failed. */
async function inspectFailedRun(
  run: StackRun,
  progress: Progress,
  ended: Ended,
  deps: RunDeps,
): Promise<readonly MemberResult[]> {
  const { directory, context, clock } = deps;
  const left = progress.left();
  const isLeft = (member: RunMember) => left.some((part) => run.owners.get(part) === member.address);
  // A part whose creation began may exist without being in the state.
  const lost = lostParts(run.members.filter(isLeft), ended.state, run.before).filter(({ part }) =>
    progress.hasBegun(part),
  );
  const isSure = lost.every(({ part }) => progress.wasRefused(part)) && ended.exit.code !== null;
  let { state } = ended;
  const unknown = new Map<Address, string>();
  if (lost.length > 0) {
    const owners = new Set(lost.map(({ part }) => run.owners.get(part)));
    if (ended.interrupted) {
      // There is no time to ask the cloud: the next run does.
      for (const owner of owners) if (owner !== undefined) unknown.set(owner, '');
    } else {
      try {
        state = await deps.importLost(run.members.filter(isLeft), state, isSure);
        await mirrorOf(run, directory, context, clock, 0).writeLast(state);
      } catch (error) {
        if (!(error instanceof AmbiguousFind || error instanceof TerraformFailure)) throw error;
        for (const owner of owners) if (owner !== undefined) unknown.set(owner, ` ${error.message}`);
      }
    }
  }
  const errors = errorsIn(ended.exit.messages);
  const { isStopped } = terraformCloud(run.ref.provider);
  return run.members.map((member) => {
    if (!isLeft(member)) return doneResult(member, state, isStopped);
    const error = errorOf(run, member.address, errors, ended);
    const doubt = unknown.get(member.address);
    if (doubt === undefined) return failedResult(member, state, error);
    return unknownResult(member.address, { ...error, message: `${error.message}${doubt}` });
  });
}

/**
 * The error of every member of a run whose plan differs from what was approved, or by more than the image from the one
 * made before its push; null when it does not.
 */
export function deviationError(
  { run, plan }: PlannedStep,
  beforePush: PlannedStep | null,
): ResourceError | null {
  const found = deviationsIn(run, plan);
  const deviations =
    found.length > 0 || beforePush === null ? found : deviationsAfterPush(beforePush, { run, plan });
  if (deviations.length === 0) return null;
  return {
    kind: 'deviation',
    message: `Terraform's plan differs from the approved plan: ${deviations.map(deviationText).join('; ')}.`,
    hint: 'Nothing was changed here. Run `helix plan --refresh` to see what exists, and approve that plan.',
  };
}

interface Ended {
  readonly exit: TerraformExit;
  readonly state: TerraformState | null;
  readonly interrupted: boolean;
}

async function executeRun(run: StackRun, file: string, progress: Progress, deps: RunDeps): Promise<Ended> {
  const { terraform, directory, table, context, clock } = deps;
  const mirror = mirrorOf(run, directory, context, clock, MIRROR_EVERY_MS);
  const child = await terraform.apply(
    directory,
    (message) => {
      progress.handle(message);
      if (message.type === 'apply_complete') mirror.schedule();
    },
    file,
  );
  const interrupt = (): void => child.interrupt();
  const killSoon = (): void => {
    child.interrupt();
    void clock.sleep(LAST_MOMENT_MS).then(child.kill);
  };
  try {
    await deps.writeStart(await table.readOwner(child.pid));
    context.assertHeld();
    context.stopping.addEventListener('abort', interrupt);
    context.signal.addEventListener('abort', killSoon);
    child.begin();
    if (context.stopping.aborted) interrupt();
    if (context.signal.aborted) killSoon();
    const exit = await child.ended;
    const interrupted = context.stopping.aborted || context.signal.aborted;
    const state = newestState([run.before?.text ?? null, ...(await directory.states())]);
    await mirror.writeLast(state);
    return { exit, state, interrupted };
  } finally {
    context.stopping.removeEventListener('abort', interrupt);
    context.signal.removeEventListener('abort', killSoon);
    child.kill();
  }
}

function errorOf(
  { ref, owners }: StackRun,
  address: Address,
  errors: readonly Diagnostic[],
  { exit, interrupted }: Pick<Ended, 'exit' | 'interrupted'>,
): ResourceError {
  if (interrupted)
    return { kind: 'cancelled', message: 'interrupted; run the same command again to continue' };
  const own = errors.filter((error) => error.address !== null && owners.get(error.address) === address);
  const general = errors.filter((error) => error.address === null || !owners.has(error.address));
  const texts = (own.length > 0 ? own : general).map(textOf);
  if (texts.length > 0) return resourceError([...new Set(texts)].join('\n'), terraformCloud(ref.provider));
  const reason =
    exit.code === null ? 'Terraform was killed' : 'Terraform stopped before it reached this resource';
  return { kind: 'failed', message: `${reason}. ${exit.stderr.trim()}`.trim() };
}
