import type { EngineContext, MemberResult, ResourceError } from '../../../ports/engine';
import type { Clock } from '../../../ports/clock';
import type { Address } from '../../../values/resource';
import type { LockOwner, ProcessTable } from '../../host/process-table';
import { deviationsIn, deviationText } from '../stack/deviations';
import { resourceError, TerraformFailure, textOf } from '../program/failure';
import { errorsIn } from '../program/messages';
import type { Diagnostic } from '../program/messages';
import { lostParts } from '../recovery/completed-state';
import { AmbiguousFind } from '../recovery/find-lost';
import { doneResult, failedResult, unknownResult } from './member-results';
import { mirrored } from './mirrored-state';
import type { TerraformPlan } from '../stack/planned-changes';
import { Progress } from './progress';
import type { RunMember, StackRun } from '../stack/stack-run';
import type { Terraform } from '../program/terraform';
import type { TerraformEnd } from '../program/terraform-command';
import { newestState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';

/** How often the state is mirrored while Terraform works. */
const MIRROR_EVERY_MS = 2000;
/** After the last Ctrl-C: what does not end by then is ended. */
const LAST_MOMENT_MS = 400;

export interface RunWorld {
  readonly terraform: Terraform;
  readonly directory: WorkDirectory;
  readonly table: ProcessTable;
  readonly clock: Clock;
  /** The journal entry. */
  readonly owner: string;
  readonly context: EngineContext;
  /** Makes durable that this process group is about to begin. */
  readonly begun: (process: LockOwner) => Promise<void>;
  /**
   * Finds what was created and is not in Terraform's state. `isSure`: the cloud has answered, so that what it does not
   * list is not there.
   */
  readonly findLost: (
    members: readonly RunMember[],
    state: TerraformState | null,
    isSure: boolean,
  ) => Promise<TerraformState | null>;
}

/** Applies a plan that was found to be what was approved. What became of each member is read from Terraform's state. */
export async function appliedRun(
  run: StackRun,
  plan: TerraformPlan,
  file: string,
  world: RunWorld,
): Promise<readonly MemberResult[]> {
  const { context, directory } = world;
  const hasWork = [...plan.changes.values()].some(({ action }) => action !== 'no-op');
  if (!hasWork) return run.members.map((member) => doneResult(member, run.before));
  await directory.begin(world.owner);
  const progress = new Progress(run, plan, context.onEvent);
  const ended = await carriedOut(run, file, progress, world);
  await directory.removePlan(file);
  if (ended.end.code === 0) return run.members.map((member) => doneResult(member, ended.state));
  return unfinished(run, progress, ended, world);
}

/** What became of the members of a run that did not end well. */
async function unfinished(
  run: StackRun,
  progress: Progress,
  ended: Ended,
  world: RunWorld,
): Promise<readonly MemberResult[]> {
  const { directory, context, clock } = world;
  const left = progress.left();
  const isLeft = (member: RunMember) => left.some((part) => run.owners.get(part) === member.address);
  // What was begun and is nowhere may have been created all the same.
  const lost = lostParts(run.members.filter(isLeft), ended.state).filter(({ part }) =>
    progress.hasBegun(part),
  );
  const isSure = lost.every(({ part }) => progress.wasRefused(part)) && ended.end.code !== null;
  let { state } = ended;
  const unknown = new Map<Address, string>();
  if (lost.length > 0) {
    const owners = new Set(lost.map(({ part }) => run.owners.get(part)));
    if (ended.interrupted) {
      // There is no time to look: the next run does.
      for (const owner of owners) if (owner !== undefined) unknown.set(owner, '');
    } else {
      try {
        state = await world.findLost(run.members.filter(isLeft), state, isSure);
        await mirrored(run, directory, context, clock, 0).now(state);
      } catch (error) {
        if (!(error instanceof AmbiguousFind || error instanceof TerraformFailure)) throw error;
        for (const owner of owners) if (owner !== undefined) unknown.set(owner, ` ${error.message}`);
      }
    }
  }
  const errors = errorsIn(ended.end.messages);
  return run.members.map((member) => {
    if (!isLeft(member)) return doneResult(member, state);
    const error = errorOf(run, member.address, errors, ended);
    const doubt = unknown.get(member.address);
    if (doubt === undefined) return failedResult(member, state, error);
    return unknownResult(member.address, { ...error, message: `${error.message}${doubt}` });
  });
}

/** The results of members whose run would come out otherwise than approved; null when it would not. */
export function refusedResults(run: StackRun, plan: TerraformPlan): ResourceError | null {
  const deviations = deviationsIn(run, plan);
  if (deviations.length === 0) return null;
  return {
    kind: 'deviation',
    message: `Terraform would do otherwise than the plan says: ${deviations.map(deviationText).join('; ')}.`,
    hint: '`helix plan --refresh` shows what is there and what it takes; approve that. Nothing was changed here.',
  };
}

interface Ended {
  readonly end: TerraformEnd;
  readonly state: TerraformState | null;
  readonly interrupted: boolean;
}

async function carriedOut(run: StackRun, file: string, progress: Progress, world: RunWorld): Promise<Ended> {
  const { terraform, directory, table, context, clock } = world;
  const mirror = mirrored(run, directory, context, clock, MIRROR_EVERY_MS);
  const child = await terraform.apply(
    directory,
    (message) => {
      progress.hear(message);
      if (message.type === 'apply_complete') mirror.soon();
    },
    file,
  );
  const interrupt = (): void => child.interrupt();
  const last = (): void => {
    child.interrupt();
    void clock.sleep(LAST_MOMENT_MS).then(child.kill);
  };
  try {
    await world.begun(await table.owner(child.pid));
    context.assertHeld();
    context.stopping.addEventListener('abort', interrupt);
    context.signal.addEventListener('abort', last);
    child.begin();
    if (context.stopping.aborted) interrupt();
    if (context.signal.aborted) last();
    const end = await child.ended;
    const interrupted = context.stopping.aborted || context.signal.aborted;
    const state = newestState([run.before?.text ?? null, ...(await directory.states())]);
    await mirror.now(state);
    return { end, state, interrupted };
  } finally {
    context.stopping.removeEventListener('abort', interrupt);
    context.signal.removeEventListener('abort', last);
    child.kill();
  }
}

function errorOf(
  { owners }: StackRun,
  address: Address,
  errors: readonly Diagnostic[],
  { end, interrupted }: { end: TerraformEnd; interrupted: boolean },
): ResourceError {
  if (interrupted) return { kind: 'cancelled', message: 'interrupted; run the same command again to go on' };
  const own = errors.filter((error) => error.address !== null && owners.get(error.address) === address);
  const general = errors.filter((error) => error.address === null || !owners.has(error.address));
  const said = [...(own.length > 0 ? own : general)].map(textOf);
  if (said.length > 0) return resourceError([...new Set(said)].join('\n'));
  const why = end.code === null ? 'Terraform was killed' : 'Terraform stopped before it came to this';
  return { kind: 'failed', message: `${why}. ${end.complaints.trim()}`.trim() };
}
