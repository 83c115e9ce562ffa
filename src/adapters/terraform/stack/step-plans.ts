import { stackName } from '../../../../stacks/lowered';
import type { Address } from '../../../values/resource';
import type { StackStep } from './batch-runs';
import { asHelixError, TerraformFailure } from '../program/failure';
import type { TerraformPlan } from './planned-changes';
import { runDigest } from './stack-run';
import type { StackRun } from './stack-run';
import type { Terraform } from '../program/terraform';
import type { WorkDirectory } from './work-directory';

/** Directories of looks; what an ended Helix has left of them is removed. */
export const SCRATCH = 'scratch-';

/** What a plan of Terraform's is made of. */
export interface PlanningWorld {
  /** What a step comes to with the state of this moment. */
  readonly run: (step: StackStep) => Promise<{ readonly run: StackRun; readonly terraform: Terraform }>;
  /** The work directory of a stack. */
  readonly directory: (name: string) => WorkDirectory;
  /** One beside it, which does not outlive Helix. */
  readonly scratch: (name: string) => WorkDirectory;
}

/** A step, and what Terraform would do. */
export interface PlannedStep {
  readonly run: StackRun;
  readonly plan: TerraformPlan;
}

/** Terraform's plans of steps: made before anything is begun, and used where nothing has moved since. */
export class StepPlans {
  readonly #world: PlanningWorld;
  readonly #prepared = new Map<
    string,
    { readonly digest: string; readonly plan: TerraformPlan; readonly directory: WorkDirectory }
  >();

  constructor(world: PlanningWorld) {
    this.#world = world;
  }

  /** Plans one step apart from all others: nobody may hold the lease yet. The plan is kept for when it is carried out. */
  async prepare(step: StackStep): Promise<PlannedStep> {
    const { run, terraform } = await this.#world.run(step);
    const directory = this.#world.scratch(run.name);
    await directory.tidy(SCRATCH);
    const plan = await planOf(run, directory, terraform, planFile(step), undefined).catch(
      (error: unknown) => {
        throw asHelixError(error, complainedOf(step, error));
      },
    );
    this.#prepared.set(keyOf(step), { digest: runDigest(run), plan, directory });
    return { run, plan };
  }

  /** The plan of a step in its work directory: the one that was prepared, where nothing has moved since. */
  async planned(
    step: StackStep,
    signal: AbortSignal,
  ): Promise<PlannedStep & { readonly directory: WorkDirectory; readonly terraform: Terraform }> {
    const { run, terraform } = await this.#world.run(step);
    const directory = this.#world.directory(run.name);
    const prepared = this.#prepared.get(keyOf(step));
    if (prepared?.digest !== runDigest(run)) {
      const plan = await planOf(run, directory, terraform, planFile(step), signal);
      return { run, plan, directory, terraform };
    }
    // Terraform compares its state with the one that was planned from.
    const state = await prepared.directory.state();
    await directory.write({ text: run.text, variables: run.variables, state });
    await directory.take(prepared.directory, planFile(step));
    const lockFile = await prepared.directory.lockFile();
    if (lockFile !== null) await directory.writeLockFile(lockFile);
    await prepared.directory.remove();
    this.#prepared.delete(keyOf(step));
    return { run, plan: prepared.plan, directory, terraform };
  }
}

/** Where the plan of a step lies in its directory. */
export function planFile({ members }: StackStep): string {
  return members.every(({ target }) => target === null) ? 'delete.tfplan' : 'apply.tfplan';
}

/** Puts a stack into a work directory, with the state that is mirrored, and plans it. */
async function planOf(
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

/** The members with a block that Terraform complains of. */
function complainedOf({ members }: StackStep, error: unknown): Address[] {
  const diagnostics = error instanceof TerraformFailure ? error.diagnostics : [];
  return members.flatMap(({ address, target }) => {
    const parts = { ...target?.resources, ...target?.data };
    return diagnostics.some((one) => one.address !== null && one.address in parts) ? [address] : [];
  });
}

function keyOf(step: StackStep): string {
  return `${stackName(step.ref)} ${planFile(step)}`;
}
