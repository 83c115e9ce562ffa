import { Option } from 'clipanion';
import { renderImageOutputs } from '../render/ci/outputs';
import { summaryJson } from '../render/json/summary-json';
import { renderApplyMarkdown } from '../render/markdown/apply-markdown';
import { renderApplied } from '../render/lists/deployments/applied';
import { renderSummary } from '../render/progress/summary';
import { apply } from '../workflows/apply';
import type { ApplyOutcome, ApplyRequest } from '../workflows/apply';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import type { Reporter } from '../ports/reporter';
import type { SizedProject } from '../workflows/project/project';
import type { PlanSource } from '../workflows/run/choose-plan';
import { annotateError, directoryIn, reportEnd } from './ci-report';
import { EVENTS_OPTION, EventStream } from './event-stream';
import { countOption } from './helix-command';
import { ApprovingCommand } from './project-command';
import { resultFiles } from './report-options';
import { writeReports } from './reports';

/** The options that a command decides for its apply. */
type ApplyOptions = Pick<
  ApplyRequest,
  | 'mode'
  | 'targets'
  | 'source'
  | 'reselect'
  | 'overrideBudget'
  | 'deletesVolumes'
  | 'terminates'
  | 'revives'
  | 'byHand'
  | 'begin'
  | 'guard'
  | 'loaded'
  | 'edited'
> & {
  readonly workspace?: string;
  readonly environment?: string | null;
  readonly local?: boolean;
  readonly question: string;
  readonly maxDestroy?: number | null;
};

/** A command that applies a plan and prints a summary: apply, push, destroy, delete. */
export abstract class ApplyingCommand extends ApprovingCommand {
  parallelism = Option.String('--parallelism', '10', {
    description: 'Maximum number of concurrent operations',
  });
  json = Option.Boolean('--json', false, {
    description: 'Print each event as a line of JSON, and the summary as the last line',
  });
  events = EVENTS_OPTION();
  ci = Option.Boolean('--ci', true, {
    description: 'Write the results to the summary of GitHub Actions; --no-ci does not',
  });
  refresh = Option.Boolean('--refresh', true, {
    description: 'Observe what exists first; --no-refresh relies on the state',
  });

  resultFiles = Option.Array('--out-report', [], {
    description: 'Also write the results to this file, as Markdown (.md); can be repeated',
  });

  planDigest = Option.String('--plan-digest', { description: 'Apply only if the plan has this digest' });

  /** A plan made now; with `--plan-digest` it must be the approved one. */
  protected get source(): PlanSource {
    const { planDigest: digest, refresh } = this;
    if (digest?.trim() === '') {
      throw new HelixError('usage', '--plan-digest is empty: the step that made the plan gave no digest', {
        hint: 'Take the output `digest` of that step. In GitHub Actions a job needs the other one in `needs`, and `outputs` there.',
      });
    }
    return digest === undefined ? { type: 'fresh', refresh } : { type: 'approved', digest, refresh };
  }

  /** The exit code for reports of results that could not be written; 0: all were. */
  protected reportsLost = 0;

  /** Applies a plan and prints the summary. Returns the exit code. */
  protected async applyAndPrint(options: ApplyOptions): Promise<number> {
    const outcome = await this.applyPlan(options);
    if (this.json) this.printJson(summaryJson(outcome));
    else this.printSummary(outcome);
    return exitCodeAfter(outcome) || this.reportsLost;
  }

  /** Prints the results, where they are reached, and the next command. */
  protected printSummary({ summary, applied }: ApplyOutcome): void {
    const { ports, style } = this.context;
    const now = ports.clock.now().toISOString();
    this.print(renderSummary(summary, style) + renderApplied(applied, now, style));
  }

  /** Shows a fresh plan and asks for approval. */
  protected askForApproval(plan: Plan, _project: SizedProject, question: string): Promise<boolean> {
    return this.approve(plan, question);
  }

  /** Errors that ended the command before there were results. */
  protected override async reportFailure(error: unknown): Promise<void> {
    if (!(await this.#isTold())) return;
    const run = await this.context.ports.ci.findRun();
    annotateError(this.context, error, directoryIn(run?.checkout ?? this.context.cwd, this.startDirectory));
  }

  /** Whether GitHub Actions is told what became of it. */
  async #isTold(): Promise<boolean> {
    return this.ci && (await this.context.ports.ci.findRun())?.name === 'GitHub';
  }

  /** Tells others of the results of one apply. */
  protected reportOutcome(outcome: ApplyOutcome): Promise<void> {
    return this.reportResults(() => renderApplyMarkdown(outcome), renderImageOutputs(outcome.state));
  }

  /** Writes results to the files that are asked for, and to the summary and outputs of GitHub Actions. It never throws. */
  protected async reportResults(markdown: () => string, outputs = ''): Promise<void> {
    const files = resultFiles(this.resultFiles);
    this.reportsLost = await writeReports(
      this.context,
      files.map((path) => ({ path, text: markdown })),
    );
    if (await this.#isTold()) await reportEnd(this.context, markdown(), outputs);
  }

  /** Shows more of the progress than that of the operations. */
  protected progressOn(reporter: Reporter): Reporter {
    return reporter;
  }

  protected async applyPlan({ question, ...options }: ApplyOptions): Promise<ApplyOutcome> {
    const { ports, terminal } = this.context;
    resultFiles(this.resultFiles);
    const stream = (this.stream ??= new EventStream(this.context, this.events, this.json));
    const reporter = stream.reporter(this.progressOn(terminal.reporter()));
    try {
      const outcome = await apply(ports, {
        ...this.project,
        maxDestroy: null,
        ...options,
        approve: (plan, project) => {
          this.warn(project.problems);
          stream.plan(plan);
          // A plan that was saved, or named by its digest, was approved where it was shown.
          return options.source.type === 'fresh'
            ? this.askForApproval(plan, project, question)
            : Promise.resolve(true);
        },
        reporter,
        parallelism: countOption('--parallelism', this.parallelism, 1),
        lockTimeoutMs: this.lockTimeoutMs,
      });
      stream.end(outcome);
      await this.reportOutcome(outcome);
      return outcome;
    } finally {
      reporter.close();
    }
  }
}

/** Returns the exit code of an apply that ended. */
export function exitCodeAfter({ summary, interrupted }: ApplyOutcome): number {
  const failed = summary.results.filter(({ result }) => result !== 'done');
  // An interrupt that came when nothing was left to stop changed nothing.
  if (interrupted && failed.length > 0) return 8;
  if (failed.some(({ error }) => error?.kind === 'auth')) return 3;
  if (failed.some(({ error }) => error?.kind === 'deviation')) return 5;
  return failed.length > 0 ? 4 : 0;
}
