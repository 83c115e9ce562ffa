import { Command, Option } from 'clipanion';
import { renderStatus } from '../render/lists/status';
import { watchStatus } from '../workflows/watch-status';
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
    const every = durationOption('--every', this.every);
    for await (const rows of watchStatus(ports, this.project, this.watch ? every : null)) {
      if (this.json) this.printJson(rows);
      else this.print(renderStatus(rows, ports.clock.now().toISOString(), style));
    }
    return 0;
  }
}
