import { isBeforePush, stackName, terraformCloud } from '../../../../stacks';
import type { Address } from '../../../values/resource';
import type { StackStep } from './batch-runs';
import { asHelixError, TerraformFailure } from '../program/failure';
import type { TerraformPlan } from './planned-changes';
import { runDigest } from './stack-run';
import type { StackRun } from './stack-run';
import type { Terraform } from '../program/terraform';
import type { WorkDirectory } from './work-directory';

/** The prefix of directories for one plan; those of a Helix that was killed are removed by the next. */
export const SCRATCH = 'scratch-';

export interface PlanningDeps {
  /** The run of a step, from the current state. */
  readonly run: (step: StackStep) => Promise<{ readonly run: StackRun; readonly terraform: Terraform }>;
  /** The work directory of a stack. */
  readonly directory: (name: string) => WorkDirectory;
  /** A sibling of it, which is removed when Helix exits. */
  readonly scratch: (name: string) => WorkDirectory;
}

/** The run of a step, and Terraform's plan of it. */
export interface PlannedStep {
  readonly run: StackRun;
  readonly plan: TerraformPlan;
}

/** A planned step that can be applied. */
export interface ReadyStep extends PlannedStep {
  readonly directory: WorkDirectory;
  readonly terraform: Terraform;
  /** The plan that was made while an image in it was not pushed yet; null if there was none. */
  readonly beforePush: PlannedStep | null;
}

/** Terraform's plans of steps: made before anything is changed, and used if nothing has changed since. */
export class StepPlans {
  readonly #deps: PlanningDeps;
  readonly #prepared = new Map<
    string,
    PlannedStep & { readonly digest: string; readonly directory: WorkDirectory }
  >();

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  /** Plans one step in a scratch directory, since the lease may not be held yet. Keeps the plan for `takeOrPlan`. */
  async prepare(step: StackStep): Promise<PlannedStep> {
    const { run, terraform } = await this.#deps.run(step);
    const directory = this.#deps.scratch(run.name);
    await directory.removeStale(SCRATCH);
    const plan = await planRun(run, directory, terraform, planFile(step), undefined).catch(
      (error: unknown) => {
        throw asHelixError(error, terraformCloud(step.ref.provider), membersNamed(step, error));
      },
    );
    this.#prepared.set(keyOf(step), { run, plan, digest: runDigest(run), directory });
    return { run, plan };
  }

  /** Moves the prepared plan of a step into its work directory, or plans it there if anything has changed since. */
  async takeOrPlan(step: StackStep, signal: AbortSignal): Promise<ReadyStep> {
    const { run, terraform } = await this.#deps.run(step);
    const directory = this.#deps.directory(run.name);
    const prepared = this.#prepared.get(keyOf(step));
    if (prepared?.digest !== runDigest(run)) {
      const plan = await planRun(run, directory, terraform, planFile(step), signal);
      const beforePush = prepared !== undefined && lacksImages(prepared.run) ? prepared : null;
      return { run, plan, directory, terraform, beforePush };
    }
    // Terraform refuses a plan whose state is not the one that it was made from.
    const state = await prepared.directory.state();
    await directory.write({ text: run.text, variables: run.variables, state });
    await directory.moveFrom(prepared.directory, planFile(step));
    const lockFile = await prepared.directory.lockFile();
    if (lockFile !== null) await directory.writeLockFile(lockFile);
    await prepared.directory.remove();
    this.#prepared.delete(keyOf(step));
    return { run, plan: prepared.plan, directory, terraform, beforePush: null };
  }
}

/** The file of a step's plan in its directory. */
export function planFile({ members }: StackStep): string {
  return members.every(({ target }) => target === null) ? 'delete.tfplan' : 'apply.tfplan';
}

/** Whether an image of a run was not pushed yet. */
export function lacksImages({ members }: Pick<StackRun, 'members'>): boolean {
  return members.some(({ target }) => target?.image !== undefined && isBeforePush(target.image));
}

/** Writes a stack into a work directory, with the mirrored state, and plans it. */
async function planRun(
  run: StackRun,
  directory: WorkDirectory,
  terraform: Terraform,
  file: string,
  signal: AbortSignal | undefined,
): Promise<TerraformPlan> {
  const { text, variables, before, abandoned, owners, replace, only } = run;
  await directory.write({ text, variables, state: before?.text ?? null });
  if (abandoned.length > 0) await terraform.forget(directory, abandoned);
  for (const [address, { tainted }] of before?.objects ?? []) {
    if (tainted && owners.has(address)) await terraform.untaint(directory, address);
  }
  return terraform.plan(directory, { replace, only, file }, signal);
}

/** The members whose blocks the diagnostics name. */
function membersNamed({ members }: StackStep, error: unknown): Address[] {
  const diagnostics = error instanceof TerraformFailure ? error.diagnostics : [];
  return members.flatMap(({ address, target }) => {
    const parts = { ...target?.resources, ...target?.data };
    return diagnostics.some((one) => one.address !== null && one.address in parts) ? [address] : [];
  });
}

function keyOf(step: StackStep): string {
  return `${stackName(step.ref)} ${planFile(step)}`;
}
