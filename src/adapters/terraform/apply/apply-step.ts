import { terraformCloud } from '../../../../stacks';
import type { StackRef } from '../../../../stacks';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { EngineContext, MemberResult, ResourceError } from '../../../ports/engine';
import type { OpenEntry } from '../../../state/state';
import type { ProcessTable } from '../../host/process-table';
import type { StackAccess } from '../access';
import { resourceError, TerraformFailure } from '../program/failure';
import { importLostResources } from '../recovery/import-lost';
import { askWith } from '../recovery/search-lists';
import type { StackStep } from '../stack/batch-runs';
import { lacksImages, planFile } from '../stack/step-plans';
import type { StepPlans } from '../stack/step-plans';
import { applyRun, deviationError } from './apply-run';
import { untouchedResult } from './member-results';
import type { NotesWriter } from './run-notes';

export interface ApplyDeps {
  readonly plans: Pick<StepPlans, 'takeOrPlan'>;
  readonly openAccess: (ref: StackRef) => Promise<StackAccess>;
  readonly lineage: () => string;
  readonly table: ProcessTable;
  readonly clock: Clock;
}

/** Plans one step of a batch, compares the plan with the approval, and applies it. */
export async function applyStep(
  step: StackStep,
  entry: OpenEntry,
  notes: NotesWriter,
  context: EngineContext,
  { plans, openAccess, lineage, table, clock }: ApplyDeps,
): Promise<readonly MemberResult[]> {
  const untouched = (error: ResourceError) =>
    step.members.flatMap(({ address }) => {
      const member = entry.members.find((one) => one.address === address);
      return member === undefined ? [] : [untouchedResult(member, error)];
    });
  try {
    const { settings, call } = await openAccess(step.ref);
    if (lacksImages(step)) return untouched(NO_IMAGE);
    const ready = await plans.takeOrPlan(step, context.stopping);
    const { run, plan, directory, terraform, beforePush } = ready;
    const deviation = deviationError(ready, beforePush);
    if (deviation !== null) return untouched(deviation);
    context.assertHeld();
    return await applyRun(run, plan, planFile(step), {
      terraform,
      directory,
      context,
      table,
      clock,
      owner: entry.id,
      writeStart: (process) => notes.writeStart(run, process, clock.now().toISOString()),
      importLost: async (members, state, isSure) => {
        await directory.writeState(state?.text ?? null);
        return importLostResources(step.ref, members, state, {
          clock,
          terraform,
          settings,
          ask: askWith(call, step.ref.region),
          directory,
          context,
          lineage: lineage(),
          since: isSure ? null : clock.now().getTime(),
          before: run.before,
        });
      },
    });
  } catch (error) {
    if (context.stopping.aborted && !(error instanceof HelixError)) {
      return untouched({ kind: 'cancelled', message: 'interrupted before Terraform began' });
    }
    if (error instanceof TerraformFailure) {
      return untouched(resourceError(error.message, terraformCloud(step.ref.provider)));
    }
    throw error;
  }
}

const NO_IMAGE: ResourceError = {
  kind: 'failed',
  message: 'the image that it runs has no reference on record',
  hint: 'Apply its image again: `helix apply --target image.NAME`.',
};
