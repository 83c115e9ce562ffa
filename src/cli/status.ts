import { Command, Option } from 'clipanion';
import { renderStatus } from '../render/lists/status';
import { status } from '../workflows/status';
import { durationOption } from './helix-command';
import { ProjectCommand } from './project-command';

export class StatusCommand extends ProjectCommand {
  static override paths = [['status']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'ask the clouds how things really are',
    examples: [
      ['Once', '$0 status'],
      ['Again and again, until Ctrl-C', '$0 status --watch'],
      ['As data', '$0 status --json'],
    ],
  });

  watch = Option.Boolean('--watch', false, { description: 'Ask again until Ctrl-C' });
  every = Option.String('--every', '5s', { description: 'How often, with --watch' });
  json = Option.Boolean('--json', false, { description: 'Print JSON, a document each time' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const seconds = durationOption('--every', this.every);
    const stop = new AbortController();
    using _ = ports.interrupts.listen(() => stop.abort());
    do {
      const rows = await status(ports, this.project);
      if (this.json) this.answerJson(rows);
      else this.answer(renderStatus(rows, ports.clock.now().toISOString(), style));
      if (this.watch) await ports.clock.sleep(seconds * 1000, stop.signal).catch(() => undefined);
    } while (this.watch && !stop.signal.aborted);
    return 0;
  }
}
