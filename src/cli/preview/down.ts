import { Command } from 'clipanion';
import { isAnything } from '../../previews/preview-facts';
import { findPreviews } from '../../workflows/preview/recorded-previews';
import { forgetUnmade, takeDown } from '../../workflows/preview/preview-down';
import type { DownRequest } from '../../workflows/preview/preview-down';
import { exitCodeAfter } from '../applying-command';
import { PreviewCommand } from './preview-command';
import { NUMBER_OPTION, pullRequestNumber } from './preview-options';

export class PreviewDownCommand extends PreviewCommand {
  static override paths = [['preview', 'down']];
  static override usage = Command.Usage({
    category: 'Previews',
    description: 'destroy the preview of a pull request',
    details: `
      Uses only what is recorded: it needs neither the branch nor its files, environment or images, only \`[state]\` and the
      credentials of the clouds. Under the lock the forge is asked again: the preview of a pull request that is open and wants
      it stays (exit 5).
    `,
    examples: [['In the workflow of a pull request', '$0 preview down --pr 7 --comment github']],
  });

  number = NUMBER_OPTION();

  async execute(): Promise<number> {
    const number = pullRequestNumber(this.number);
    const { ports } = this.context;
    const { directory } = this.previewProject;
    const forge = await this.openForge();
    const { project, previews } = await findPreviews(ports, { directory });
    const living = previews.filter((one) => one.number === number && isAnything(one.state));
    const name = previews.find((one) => one.number === number)?.state.project ?? project.config.project.name;
    const request = {
      forge,
      reason: 'unwanted',
      lockTimeoutMs: this.lockTimeoutMs,
      applyPreview: this.applyPreview('Destroy this preview?'),
      tellGone: (facts) => {
        const at = ports.clock.now().toISOString();
        return this.showToForge({ project: name, number, at, state: 'destroyed', facts }, forge);
      },
    } satisfies DownRequest;
    let code = 0;
    for (const preview of living) {
      const { outcome } = await takeDown(ports, preview, request);
      if (!this.json) this.printSummary(outcome);
      code ||= exitCodeAfter(outcome);
    }
    if (living.length === 0) await forgetUnmade(ports, { project, previews }, number, request);
    if (this.json) this.printJson({ number, destroyed: living.length > 0 && code === 0 });
    else if (living.length === 0) this.print(`Pull request ${number} has no preview in ${name}.\n`);
    return code || this.reportsLost;
  }
}
