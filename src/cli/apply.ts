import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { renderSummary } from '../render/progress/summary';
import { apply } from '../workflows/apply';
import type { ApplyOutcome } from '../workflows/apply';
import type { PlanSource } from '../workflows/run/choose-plan';
import { loadPlan } from '../workflows/saved-plan';
import { countOption } from './helix-command';
import { ApprovingCommand, overrideReason } from './project-command';

/** What apply, destroy and push share: carrying a plan out and saying what happened. */
export abstract class CarryingOutCommand extends ApprovingCommand {
  parallelism = Option.String('--parallelism', '10', { description: 'How many operations at a time' });
  json = Option.Boolean('--json', false, { description: 'Print the summary as JSON' });
  refresh = Option.Boolean('--refresh', true, {
    description: 'Look at what is there first; --no-refresh trusts the record',
  });

  /** Carries out and answers. Returns the exit code. */
  protected async carryOut(request: CarryOutRequest): Promise<number> {
    const outcome = await this.outcomeOf(request);
    if (this.json) this.answerJson(summaryJson(outcome));
    else this.answer(renderSummary(outcome.summary, this.context.style));
    return exitCodeAfter(outcome);
  }

  protected async outcomeOf(request: CarryOutRequest): Promise<ApplyOutcome> {
    const { ports, terminal } = this.context;
    const reporter = terminal.reporter();
    try {
      return await apply(ports, {
        ...this.project,
        ...(request.workspace === undefined ? {} : { workspace: request.workspace }),
        mode: request.mode,
        targets: request.targets,
        source: request.source,
        approve: (plan, project) => {
          this.complain(project.problems);
          // What was saved or named by its digest was approved where it was looked at.
          if (request.source.type !== 'fresh') return Promise.resolve(true);
          return this.approve(plan, request.question);
        },
        reporter,
        parallelism: countOption('--parallelism', this.parallelism, 1),
        lockTimeoutMs: this.lockTimeoutMs,
        maxDestroy: request.maxDestroy ?? null,
        reselect: request.reselect ?? false,
        overrideBudget: request.overrideBudget ?? null,
      });
    } finally {
      reporter.close();
    }
  }
}

/** What is carried out, and how it is asked for. */
interface CarryOutRequest {
  readonly mode: 'apply' | 'destroy' | 'expired';
  readonly targets: readonly string[];
  readonly source: PlanSource;
  readonly workspace?: string;
  readonly question: string;
  readonly maxDestroy?: number | null;
  readonly reselect?: boolean;
  readonly overrideBudget?: string | null;
}

/** The summary of an outcome, for other programs. */
export function summaryJson({ plan, summary, interrupted }: ApplyOutcome): object {
  return { plan_digest: plan.digest, ...summary, interrupted };
}

export function exitCodeAfter({ summary, interrupted }: ApplyOutcome): number {
  if (interrupted) return 8;
  const failed = summary.results.filter(({ result }) => result !== 'done');
  if (failed.some(({ error }) => error?.kind === 'auth')) return 3;
  if (failed.some(({ error }) => error?.kind === 'deviation')) return 5;
  return failed.length > 0 ? 4 : 0;
}

export class ApplyCommand extends CarryingOutCommand {
  static override paths = [['apply']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'carry out one plan: a fresh one, a saved one, or the approved one',
    details: `
      Without arguments: looks at what is there, plans, shows the plan and asks. With a FILE: carries out that very plan,
      or refuses. With \`--plan-digest\`: plans anew, and refuses unless the plan is the approved one.
      A failure lets running work finish, skips what depends on it and continues with the rest (exit 4); what is left is
      in the next plan.
    `,
    examples: [
      ['Plan, ask, apply', '$0 apply'],
      ['In CI, exactly what the pull request approved', '$0 apply --plan-digest helix1:3f9ac2...'],
      ['A saved plan', '$0 apply preview.plan'],
      ['Without asking', '$0 apply --auto-approve'],
    ],
  });

  file = Option.String({ required: false });
  planDigest = Option.String('--plan-digest', { description: 'Only if the plan is this one' });
  target = Option.Array('--target', [], { description: 'Only this resource and what it needs' });
  reselect = Option.Boolean('--reselect', false, {
    description: 'Choose the types of machines, and the places of `auto`, anew',
  });
  overrideBudget = Option.String('--override-budget', {
    description: 'Why this plan may exceed the [budget]; recorded in the state',
  });

  async execute(): Promise<number> {
    if (this.file !== undefined) return this.#applyFile(this.file);
    const source: PlanSource =
      this.planDigest === undefined
        ? { type: 'fresh', refresh: this.refresh }
        : { type: 'approved', digest: this.planDigest, refresh: this.refresh };
    const { target: targets, reselect } = this;
    const overrideBudget = overrideReason(this.overrideBudget);
    const question = 'Apply this plan?';
    return this.carryOut({ mode: 'apply', targets, source, reselect, overrideBudget, question });
  }

  async #applyFile(file: string): Promise<number> {
    const others = [this.planDigest, this.overrideBudget, ...this.target];
    if (others.some((other) => other !== undefined) || this.reselect) {
      throw new HelixError(
        'usage',
        'a saved plan is applied as it is: no --plan-digest, no --target, no --reselect, no --override-budget',
      );
    }
    const plan = await loadPlan(this.context.ports, resolve(this.context.cwd, file));
    if (this.workspace !== 'default' && this.workspace !== plan.workspace) {
      throw new HelixError(
        'refused',
        `this plan is for workspace ${plan.workspace}, not for ${this.workspace}`,
      );
    }
    return this.carryOut({
      mode: plan.mode,
      targets: plan.targets,
      source: { type: 'saved', plan },
      workspace: plan.workspace,
      question: '',
    });
  }
}
