import { join, resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError, exitCodeOf } from '../errors';
import type { Plan } from '../plan/plan';
import type { CiRun } from '../ports/forge';
import type { ReportOrigin } from '../render/markdown/marker';
import { renderError } from '../render/problems/render-error';
import { plan } from '../workflows/plan';
import { shellWord } from '../values/shell-word';
import { savePlan } from '../workflows/saved-plan';
import { directoryIn, originOf, reportToCi, writeComment } from './ci-report';
import { commentOptions, commentWish } from './comment-options';
import { EVENTS_OPTION, EventStream } from './event-stream';
import { reportFailedPlan } from './failed-plan';
import { instantOption } from './instant-option';
import { exitCodeOfPlan, worstOf } from './plan-exit';
import { readSigner } from './plan-signer';
import type { Signer } from './plan-signer';
import { ProjectCommand, overrideReason } from './project-command';
import { reportBytes, reportFiles, reportFormat, reportOptions } from './report-options';
import { assertJoinable, reportText, reportsText, writeReports } from './reports';
import type { PlannedReport, WrittenReport } from './reports';
import { CI_VARIABLES } from './variables';

export class PlanCommand extends ProjectCommand {
  static override readonly exitCodes = [0, 1, 2, 3, 5, 64];
  static override readonly variables = [...ProjectCommand.variables, ...CI_VARIABLES];
  static override paths = [['plan']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show what apply would change, its cost and its expiry',
    details: `
      Compares the configuration with the recorded state. It is offline and writes nothing unless \`--refresh\`, \`--verify\` or
      \`--out\` is given, apart from the cache of a large build context in \`.helix\`. Exits with 5 if \`apply\` would refuse the plan, with 2 if \`--detailed-exitcode\` is given and \`apply\`
      would have something to do, and with 0 otherwise.
    `,
    examples: [
      ['Plan the project in this directory', '$0 plan'],
      ['Save the plan, to apply exactly that', '$0 plan --out preview.plan'],
      ['Save and sign it, for another host', '$0 plan --out preview.plan --sign key.pem'],
      ['Show what the next destroy --expired would destroy', '$0 plan --expired'],
      ['Show the same for a later time', '$0 plan --expired --at 2026-12-01T00:00:00Z'],
      ['Show drift first', '$0 plan --refresh'],
      ['Show secrets with new values too', '$0 plan --secrets'],
      ['Write it under the pull request', '$0 plan --comment github'],
      ['Show the resources of Terraform too', '$0 plan --verify'],
      [
        'Write a report for a pull request, and a page to look at',
        '$0 plan --out-report plan.md --out-report plan.html',
      ],
    ],
  });

  target = Option.Array('--target', [], {
    description: 'Limit to this resource and its dependencies; can be repeated',
  });
  destroy = Option.Boolean('--destroy', false, { description: 'Plan to destroy everything' });
  expired = Option.Boolean('--expired', false, { description: 'Plan to destroy what has expired' });
  refresh = Option.Boolean('--refresh', false, { description: 'Observe what exists and show drift' });
  verify = Option.Boolean('--verify', false, {
    description: "Compare with the plan of the engine's own tool (Terraform)",
  });
  terraformJson = Option.String('--terraform-json', {
    description:
      'With --verify: write the plan of each stack to this directory, as Terraform prints it in JSON',
  });
  secrets = Option.Boolean('--secrets', false, {
    description: 'Read the environment, and show the secrets whose values have changed',
  });
  reselect = Option.Boolean('--reselect', false, {
    description: 'Choose machine types, and the places of auto, again',
  });
  overrideBudget = Option.String('--override-budget', {
    description: 'Exceed the [budget] for this reason, which is recorded in the plan and the state',
  });
  at = Option.String('--at', { description: 'Plan as of this time (RFC 3339, with an offset)' });
  out = Option.String('--out', { description: 'Save the plan to this file, for apply FILE' });
  sign = Option.String('--sign', {
    description: 'With --out: sign the plan with this private Ed25519 key (a PEM file, or env:NAME)',
  });
  signFor = Option.String('--sign-for', '7d', {
    description: 'With --sign: how long the signature is valid',
  });
  json = Option.Boolean('--json', false, { description: 'Print the plan as JSON' });
  report = reportOptions();
  events = EVENTS_OPTION();
  comment = commentOptions();
  full = Option.Boolean('--full', false, { description: 'Show every attribute' });
  detailedExitcode = Option.Boolean('--detailed-exitcode', false, {
    description: 'Exit with 2 when apply would have something to do',
  });
  allowRefused = Option.Boolean('--allow-refused', false, {
    description: 'Exit with 0 although the plan is refused',
  });

  protected override get ownFiles(): readonly string[] {
    return [...(this.out === undefined ? [] : [this.out]), ...this.report.files];
  }

  protected override get takesDirectories(): boolean {
    return true;
  }

  async execute(): Promise<number> {
    this.#assertTogether();
    const { ports } = this.context;
    this.stream = new EventStream(this.context, this.events, false);
    const signer = await readSigner(this.context, this);
    const format = reportFormat(this.report, this.json);
    const files = reportFiles(this.report);
    const maxBytes = reportBytes(this.report);
    const wish = commentWish(this.comment);
    const run = await ports.ci.findRun();
    const { done, codes } = await this.#planAll(run, maxBytes, signer);
    const areSeveral = this.typedDirectories.length > 1;
    this.context.stdout.write(reportsText(format, done, areSeveral, this.context.style));
    const lost = await writeReports(this.context, [
      ...files.map(({ path, format: one }) => ({ path, text: () => reportsText(one, done, areSeveral) })),
      ...done.flatMap(({ documents }) => this.#documentFiles(documents)),
    ]);
    if (this.comment.ci && run?.name === 'GitHub') await reportToCi(this.context, done);
    const unwritten: number[] = [];
    for (const { plan: planned, input } of done) {
      if (wish === null) continue;
      unwritten.push(await writeComment(this.context, wish, run, reportText('markdown', planned, input)));
    }
    const planCodes = done.map(({ plan: planned }) => exitCodeOfPlan(planned, this));
    return worstOf([...codes, ...planCodes]) || lost || worstOf(unwritten);
  }

  /** @throws HelixError `usage` for options that cannot be used together */
  #assertTogether(): void {
    if (this.destroy && this.expired)
      throw new HelixError('usage', '--destroy and --expired cannot be used together');
    if (this.terraformJson !== undefined && !this.verify)
      throw new HelixError('usage', '--terraform-json goes with --verify, which makes these plans');
    if (this.typedDirectories.length === 1) return;
    const single = [
      ...(this.out === undefined ? [] : ['--out']),
      ...(this.terraformJson === undefined ? [] : ['--terraform-json']),
    ];
    if (single.length > 0)
      throw new HelixError('usage', `${single.join(' and ')} cannot be used with several --directory`);
    assertJoinable(reportFormat(this.report, this.json), reportFiles(this.report));
  }

  /** Plans each directory. One of several that cannot be planned is told, and does not stop the others. */
  async #planAll(
    run: CiRun | null,
    maxBytes: number,
    signer: Signer | null,
  ): Promise<{ readonly done: readonly PlannedHere[]; readonly codes: number[] }> {
    const done: PlannedHere[] = [];
    const codes: number[] = [];
    for (const directory of this.typedDirectories) {
      this.enter(directory);
      try {
        done.push(await this.#planHere(run, maxBytes, signer));
      } catch (error) {
        if (!(error instanceof HelixError) || this.typedDirectories.length === 1) throw error;
        this.tell(`Directory ${directory}\n${renderError(error, this.context.errorStyle)}`);
        this.stream?.fail(error);
        await this.reportFailure(error);
        codes.push(exitCodeOf(error));
      }
    }
    return { done, codes };
  }

  /** Plans the directory that the command is at, and saves the plan where that is asked for. */
  async #planHere(run: CiRun | null, maxBytes: number, signer: Signer | null): Promise<PlannedHere> {
    const { ports } = this.context;
    const {
      plan: planned,
      project,
      verified,
      documents,
    } = await plan(ports, {
      ...this.project,
      mode: this.destroy ? 'destroy' : this.expired ? 'expired' : 'apply',
      targets: this.target,
      refresh: this.refresh,
      verify: this.verify,
      reselect: this.reselect,
      secrets: this.secrets,
      overrideBudget: overrideReason(this.overrideBudget),
      at: this.at === undefined ? null : instantOption('--at', this.at),
    });
    this.warn(project.problems);
    this.stream?.plan(planned);
    if (this.out !== undefined) {
      const signature = signer?.(planned) ?? null;
      await savePlan(ports, project, resolve(this.context.cwd, this.out), planned, signature);
      const shown = shellWord(this.out);
      this.info(`Wrote ${shown}: \`helix apply ${shown}\` applies exactly this plan.`);
    }
    const input = {
      maxBytes,
      selection: this.selection,
      problems: project.problems,
      origin: { ...this.#origin, ...originOf(run) },
      full: this.full,
      under: directoryIn(run?.checkout ?? this.context.cwd, project.root),
      arguments: this.#approvalOptions(planned),
      verified,
    };
    return { plan: planned, input, documents };
  }

  protected override get wantsJson(): boolean {
    return super.wantsJson || this.report.format === 'json';
  }

  protected override async reportFailure(error: unknown): Promise<void> {
    const run = await this.context.ports.ci.findRun();
    const under = directoryIn(run?.checkout ?? this.context.cwd, this.startDirectory);
    const onGitHub = this.comment.ci && run?.name === 'GitHub';
    await reportFailedPlan(this.context, error, { under, onGitHub, report: this.report });
  }

  /** The options that approving needs again and that the plan does not know. */
  #approvalOptions({ budget }: Plan): readonly string[] {
    const reason = budget?.override?.reason;
    return [
      ...this.repeatedOptions,
      ...(this.reselect ? ['--reselect'] : []),
      ...(reason === undefined ? [] : ['--override-budget', reason]),
    ];
  }

  #documentFiles(documents: ReadonlyMap<string, string>): readonly WrittenReport[] {
    const directory = this.terraformJson;
    if (directory === undefined) return [];
    return [...documents].map(([name, text]) => ({
      path: join(directory, `${name}.json`),
      makesDirectory: true,
      text: () => text,
    }));
  }

  get #origin(): ReportOrigin {
    return {
      directory: this.directory,
      ...(this.environment === undefined ? {} : { environment: this.environment }),
    };
  }
}

/** The plan of one directory, and what its reports share. */
interface PlannedHere extends PlannedReport {
  readonly documents: ReadonlyMap<string, string>;
}
