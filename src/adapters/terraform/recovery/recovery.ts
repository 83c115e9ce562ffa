import { stackName, terraformCloud } from '../../../../stacks';
import type { Lowered, StackRef } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult, ResourceError } from '../../../ports/engine';
import type { OpenEntry, State } from '../../../state/state';
import type { Address } from '../../../values/resource';
import type { ProcessTable } from '../../host/process-table';
import type { StackAccess } from '../access';
import { doneResult, failedResult, unknownResult, untouchedResult } from '../apply/member-results';
import { mirrorOf } from '../apply/mirrored-state';
import { notesOf } from '../apply/run-notes';
import { resourceError, TerraformFailure } from '../program/failure';
import { endGroup } from '../program/process-group';
import type { Processes } from '../../host/processes';
import { stepsOf } from '../stack/batch-runs';
import type { StackStep } from '../stack/batch-runs';
import { stackRun } from '../stack/stack-run';
import type { Stacks } from '../stack/stacks';
import { newestState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';
import { AmbiguousFind } from './find-lost';
import { importLostResources } from './import-lost';
import { askWith } from './search-lists';

export interface RecoveryDeps {
  readonly stacks: Stacks;
  readonly clock: Clock;
  readonly table: ProcessTable;
  readonly processes: Processes;
  readonly openAccess: (ref: StackRef) => Promise<StackAccess>;
  readonly state: () => State;
  readonly lineage: string;
  readonly directory: (name: string) => WorkDirectory;
}

const INTERRUPTED: ResourceError = {
  kind: 'failed',
  message: 'it was interrupted; what exists was kept, and the next plan does the rest',
};

/**
 * Finds out what became of a batch whose run nobody saw end. Its processes are ended first; then Terraform's newest valid
 * state is taken, lost parts are found and imported, and a plan tells what is still missing. Only then do the results say
 * anything. Nothing is created, changed or deleted.
 */
export async function recoverBatch(
  entry: OpenEntry,
  context: EngineContext,
  deps: RecoveryDeps,
): Promise<readonly MemberResult[]> {
  const notes = notesOf(entry);
  // A run is noted before it begins.
  if (notes === null) return entry.members.map((member) => untouchedResult(member, INTERRUPTED));
  for (const { process } of notes.runs) await endGroup(process, deps.table, deps.processes, deps.clock);
  const targets = new Map(Object.entries(notes.targets) as [Address, Lowered][]);
  const results = new Map<Address, MemberResult>();
  for (const step of stepsOf(deps.stacks, entry.members, targets)) {
    const run = notes.runs.find(({ ref }) => stackName(ref) === stackName(step.ref));
    for (const result of await recoverStep(step, run?.at ?? null, entry, context, deps)) {
      // A resource that moves has two steps: its failure to leave counts, else the step that creates it.
      const before = results.get(result.address);
      if (before === undefined || before.outcome === 'done') results.set(result.address, result);
    }
  }
  return [...results.values()];
}

async function recoverStep(
  step: StackStep,
  begunAt: string | null,
  entry: OpenEntry,
  context: EngineContext,
  deps: RecoveryDeps,
): Promise<readonly MemberResult[]> {
  if (begunAt === null) {
    return step.members.map((member) => failedResult(member, null, INTERRUPTED));
  }
  try {
    return await inspectStep(step, begunAt, entry, context, deps);
  } catch (error) {
    if (!(error instanceof TerraformFailure || error instanceof AmbiguousFind)) throw error;
    const cause = resourceError(error.message, terraformCloud(step.ref.provider));
    return step.members.map(({ address }) => unknownResult(address, cause));
  }
}

async function inspectStep(
  step: StackStep,
  begunAt: string,
  entry: OpenEntry,
  context: EngineContext,
  deps: RecoveryDeps,
): Promise<readonly MemberResult[]> {
  const { stacks, clock, lineage } = deps;
  const { call, settings, terraform } = await deps.openAccess(step.ref);
  const run = stackRun(stacks, step.ref, step.members, deps.state(), { ...settings, lineage });
  const directory = deps.directory(run.name);
  const left = (await directory.isOwnedBy(entry.id)) ? await directory.states() : [];
  const state = newestState([run.before?.text ?? null, ...left]);
  await directory.write({ text: run.text, variables: run.variables, state: state?.text ?? null });
  const whole = await importLostResources(step.ref, step.members, state, {
    clock,
    terraform,
    ask: askWith(call, step.ref.region),
    settings,
    lineage,
    directory,
    context,
    since: Date.parse(begunAt),
    before: run.before,
  });
  await mirrorOf(run, directory, context, clock, 0).writeLast(whole);
  const parts = [...run.owners].flatMap(([part, address]) =>
    step.members.some((member) => member.address === address) ? [part] : [],
  );
  const plan = await terraform.plan(directory, { only: parts, file: 'recovery.tfplan' });
  const { isStopped } = terraformCloud(step.ref.provider);
  return step.members.map((member) => {
    const own = parts.filter((part) => run.owners.get(part) === member.address);
    const isDone = own.every((part) => (plan.changes.get(part)?.action ?? 'no-op') === 'no-op');
    return isDone ? doneResult(member, whole, isStopped) : failedResult(member, whole, INTERRUPTED);
  });
}
