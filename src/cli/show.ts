import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { loadPlan } from '../workflows/saved-plan';
import { originOf, writeComment } from './ci-report';
import { commentOptions, commentWish } from './comment-options';
import { HelixCommand } from './helix-command';
import { reportBytes, reportFiles, reportFormat, reportOptions } from './report-options';
import { reportText, writeReports } from './reports';
import { CI_VARIABLES } from './variables';

export class ShowCommand extends HelixCommand {
  static override paths = [['show']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show a saved plan',
    details: 'A plan that was edited since it was saved is refused.',
    examples: [
      ['Show it as text', '$0 show preview.plan'],
      ['Print it for other programs', '$0 show preview.plan --json'],
      ['Write it as Markdown', '$0 show preview.plan --out-report plan.md'],
    ],
  });

  static override readonly variables = [...HelixCommand.variables, ...CI_VARIABLES];

  file = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print the plan as JSON' });
  report = reportOptions();
  comment = commentOptions();
  full = Option.Boolean('--full', false, { description: 'Show every attribute' });

  async execute(): Promise<number> {
    const format = reportFormat(this.report, this.json);
    const files = reportFiles(this.report);
    const maxBytes = reportBytes(this.report);
    const wish = commentWish(this.comment);
    const run = await this.context.ports.ci.findRun();
    const { plan } = await loadPlan(this.context.ports, resolve(this.context.cwd, this.file));
    const input = { maxBytes, selection: this.selection, full: this.full, origin: originOf(run) };
    this.context.stdout.write(reportText(format, plan, input, this.context.style));
    const lost = await writeReports(
      this.context,
      files.map(({ path, format: one }) => ({ path, text: () => reportText(one, plan, input) })),
    );
    if (wish === null || lost !== 0) return lost;
    return writeComment(this.context, wish, run, reportText('markdown', plan, input));
  }

  protected override get wantsJson(): boolean {
    return super.wantsJson || this.report.format === 'json';
  }
}
