import { Command } from 'clipanion';
import { isAnything } from '../../previews/preview-facts';
import { findPreviews } from '../../workflows/preview/recorded-previews';
import { takeDown } from '../../workflows/preview/preview-down';
import { exitCodeAfter } from '../applying-command';
import { PreviewCommand } from './preview-command';
import { NUMBER_OPTION, pullRequestNumber } from './preview-options';

export class PreviewDownCommand extends PreviewCommand {
  static override paths = [['preview', 'down']];
  static override usage = Command.Usage({
    category: 'Previews',
    description: 'destroy the preview of a pull request',
    details: `
      Goes by what is recorded alone: it needs neither the branch nor its files, environment or images, only \`[state]\` and the
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
    let code = 0;
    for (const preview of living) {
      const { outcome, facts, isGone } = await takeDown(ports, preview, {
        forge,
        reason: 'unwanted',
        lockTimeoutMs: this.lockTimeoutMs,
        applyPreview: this.applyPreview('Destroy this preview?'),
      });
      if (!this.json) this.printSummary(outcome);
      code ||= exitCodeAfter(outcome);
      const at = ports.clock.now().toISOString();
      const head = { project: preview.state.project, number, at };
      if (isGone) await this.showToForge({ ...head, state: 'destroyed', facts }, forge);
    }
    if (this.json) this.printJson({ number, destroyed: living.length > 0 && code === 0 });
    else if (living.length === 0)
      this.print(`Pull request ${number} has no preview in ${project.config.project.name}.\n`);
    return code || this.reportsLost;
  }
}
