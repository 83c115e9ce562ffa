import { Command } from 'clipanion';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderSweep } from '../../render/lists/previews';
import { sweep } from '../../workflows/preview/sweep';
import type { SweepEnd, SweepRequest } from '../../workflows/preview/sweep';
import { PreviewCommand } from './preview-command';

export class PreviewSweepCommand extends PreviewCommand {
  static override paths = [['preview', 'sweep']];
  static override usage = Command.Usage({
    category: 'Previews',
    description: 'destroy the previews that are no longer wanted',
    details: `
      Takes down each preview whose pull request is closed, or has lost its label, or whose TTL is over. It is meant for a schedule on
      the default branch: events may be lost, and this and the TTL are what ends previews. It uses only what is recorded. If one
      that should go stays, or nobody can tell whether it should, it exits with 4 and says why.
    `,
    examples: [['On a schedule', '$0 preview sweep --comment github']],
  });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const { directory } = this.previewProject;
    const forge = await this.openForge();
    const ends: SweepEnd[] = [];
    const request = {
      directory,
      forge,
      lockTimeoutMs: this.lockTimeoutMs,
      applyPreview: this.applyPreview('Destroy this preview?'),
      tellGone: ({ reason, ...gone }) => {
        const at = ports.clock.now().toISOString();
        return this.showToForge({ ...gone, at, state: reason === 'over' ? 'expired' : 'destroyed' }, forge);
      },
    } satisfies SweepRequest;
    for await (const end of sweep(ports, request)) ends.push(end);
    if (this.json) this.printJson(snakeKeys(ends.map(({ project: _, ...end }) => end)));
    else this.print(renderSweep(ends, style));
    return ends.some(({ type }) => type === 'stays') ? 4 : this.reportsLost;
  }
}
