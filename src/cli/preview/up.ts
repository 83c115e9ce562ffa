import { Command } from 'clipanion';
import { previewWorkspace } from '../../config/preview/preview-workspace';
import { HelixError } from '../../errors';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderPreviewUp } from '../../render/lists/previews';
import { makePreview } from '../../workflows/preview/preview-up';
import { plan } from '../../workflows/plan';
import { exitCodeAfter } from '../applying-command';
import { directoryIn, originOf, reportToCi } from '../ci-report';
import { PreviewCommand } from './preview-command';
import { NUMBER_OPTION, pullRequestNumber } from './preview-options';

/** The most bytes of the plan in the summary of the job. */
const SUMMARY_BYTES = 65_536;

export class PreviewUpCommand extends PreviewCommand {
  static override paths = [['preview', 'up']];
  static override usage = Command.Usage({
    category: 'Previews',
    description: 'make the preview of a pull request, or bring it up to date',
    details: `
      Plans and applies the instances of \`[preview]\` in the workspace \`pr-N\`, under names of their own, and counts their lifetime anew.
      The forge is asked whether the pull request is open before anything is created and again before each machine: a closed one gets
      nothing (exit 5), and what was made for it is destroyed. Pull requests of bots and forks, and those without the label, get nothing (exit 0).
      Without a terminal it does not ask for approval.
    `,
    examples: [
      ['In the workflow of a pull request', '$0 preview up --pr 7 --comment github'],
      ['On this host, without a forge', '$0 preview up --pr 7 --no-forge'],
    ],
  });

  number = NUMBER_OPTION();

  async execute(): Promise<number> {
    const number = pullRequestNumber(this.number);
    const { ports, style } = this.context;
    const project = this.previewProject;
    const forge = await this.openForge();
    const end = await makePreview(ports, {
      ...project,
      number,
      forge,
      reporter: this.notes,
      lockTimeoutMs: this.lockTimeoutMs,
      applyPreview: this.applyPreview('Make this preview?'),
      tell: (told) => this.showToForge(told, forge),
      log: () => this.log,
    });
    if (end.type === 'unwanted') {
      if (end.reason === 'fork' || end.reason === 'bot') await this.#planInstead(previewWorkspace(number));
      if (this.json) this.printJson({ number, state: 'none', reason: end.reason });
      else this.print(`${end.why[0]?.toUpperCase() ?? ''}${end.why.slice(1)}.\n`);
      return end.reason === 'closed' ? 5 : 0;
    }
    if (this.json) this.printJson(snakeKeys({ ...(end.facts ?? { number, state: 'none' }) }));
    else {
      this.printSummary(end.outcome);
      if (end.facts !== null) this.print(renderPreviewUp(end.facts, ports.clock.now().toISOString(), style));
    }
    return exitCodeAfter(end.outcome) || this.reportsLost;
  }

  /** Tells GitHub Actions what the preview would be, as far as a run without secrets can find out. */
  async #planInstead(workspace: string): Promise<void> {
    const { ports } = this.context;
    const run = await ports.ci.findRun();
    if (!this.ci || run?.name !== 'GitHub') return;
    const request = { ...this.previewProject, workspace, mode: 'apply', targets: [], at: null } as const;
    try {
      const { plan: planned, project } = await plan(ports, { ...request, refresh: false });
      const under = directoryIn(run.checkout ?? this.context.cwd, project.root);
      const input = {
        problems: project.problems,
        origin: originOf(run),
        under,
        maxBytes: SUMMARY_BYTES,
        selection: this.selection,
      };
      await reportToCi(this.context, [{ plan: planned, input }]);
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      this.info(`There is no plan to show: ${error.message}.`);
    }
  }
}
