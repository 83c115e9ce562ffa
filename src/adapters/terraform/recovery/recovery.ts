import type { Lowered } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult, ResourceError } from '../../../ports/engine';
import type { OpenEntry, State } from '../../../state/state';
import type { Address } from '../../../values/resource';
import type { ProcessTable } from '../../host/process-table';
import { stepsOf } from '../stack/batch-runs';
import type { StackStep } from '../stack/batch-runs';
import { resourceError, TerraformFailure } from '../program/failure';
import { completed } from './completed-state';
import { AmbiguousFind } from './find-lost';
import { doneResult, failedResult, unknownResult, untouchedResult } from '../apply/member-results';
import { mirrored } from '../apply/mirrored-state';
import { endGroup } from '../program/process-group';
import type { Processes } from '../program/processes';
import { notesOf } from '../apply/run-notes';
import { stackRun } from '../stack/stack-run';
import { stackName } from '../../../../stacks';
import type { Stacks } from '../stack/stacks';
import type { Terraform } from '../program/terraform';
import { newestState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';

export interface RecoveryWorld {
  readonly stacks: Stacks;
  readonly clock: Clock;
  readonly table: ProcessTable;
  readonly processes: Processes;
  readonly terraform: Terraform;
  readonly endpointUrl: string | null;
  readonly state: () => State;
  readonly lineage: string;
  readonly directory: (name: string) => WorkDirectory;
}

const INTERRUPTED: ResourceError = {
  kind: 'failed',
  message: 'it was interrupted; what is there was kept, and the next plan does the rest',
};

/**
 * Finds out what became of a batch whose run nobody saw end. What it left running is ended first; then Terraform's newest
 * good state is taken, what it has lost is found and imported, and a plan tells what is still missing. Only then does the
 * record say anything. Nothing is created, changed or deleted.
 */
export async function recoveredBatch(
  entry: OpenEntry,
  context: EngineContext,
  world: RecoveryWorld,
): Promise<readonly MemberResult[]> {
  const notes = notesOf(entry);
  // Whatever was not written down was not begun.
  if (notes === null) return entry.members.map((member) => untouchedResult(member, INTERRUPTED));
  for (const { process } of notes.runs) await endGroup(process, world.table, world.processes, world.clock);
  const targets = new Map(Object.entries(notes.targets) as [Address, Lowered][]);
  const results = new Map<Address, MemberResult>();
  for (const step of stepsOf(world.stacks, entry.members, targets)) {
    const run = notes.runs.find(({ ref }) => stackName(ref) === stackName(step.ref));
    for (const result of await recoveredStep(step, run?.at ?? null, entry, context, world)) {
      // Of what moves, the place that it leaves comes first; what is there in the end is what counts.
      const before = results.get(result.address);
      if (before === undefined || before.outcome === 'done') results.set(result.address, result);
    }
  }
  return [...results.values()];
}

async function recoveredStep(
  step: StackStep,
  begunAt: string | null,
  entry: OpenEntry,
  context: EngineContext,
  world: RecoveryWorld,
): Promise<readonly MemberResult[]> {
  if (begunAt === null) {
    return step.members.map((member) => failedResult(member, null, INTERRUPTED));
  }
  try {
    return await lookedInto(step, begunAt, entry, context, world);
  } catch (error) {
    if (!(error instanceof TerraformFailure || error instanceof AmbiguousFind)) throw error;
    return step.members.map(({ address }) => unknownResult(address, resourceError(error.message)));
  }
}

async function lookedInto(
  step: StackStep,
  begunAt: string,
  entry: OpenEntry,
  context: EngineContext,
  world: RecoveryWorld,
): Promise<readonly MemberResult[]> {
  const { stacks, clock, endpointUrl, lineage, terraform } = world;
  const run = stackRun(stacks, step.ref, step.members, world.state(), { endpointUrl, lineage });
  const directory = world.directory(run.name);
  const left = (await directory.belongsTo(entry.id)) ? await directory.states() : [];
  const state = newestState([run.before?.text ?? null, ...left]);
  await directory.write({ text: run.text, variables: run.variables, state: state?.text ?? null });
  const whole = await completed(step.ref, step.members, state, {
    ...world,
    directory,
    context,
    since: Date.parse(begunAt),
  });
  const mirror = mirrored(run, directory, context, clock, 0);
  await mirror.now(whole);
  const parts = [...run.owners].flatMap(([part, address]) =>
    step.members.some((member) => member.address === address) ? [part] : [],
  );
  const plan = await terraform.plan(directory, { only: parts, file: 'recovery.tfplan' });
  return step.members.map((member) => {
    const own = parts.filter((part) => run.owners.get(part) === member.address);
    const isDone = own.every((part) => (plan.changes.get(part)?.action ?? 'no-op') === 'no-op');
    return isDone ? doneResult(member, whole) : failedResult(member, whole, INTERRUPTED);
  });
}
