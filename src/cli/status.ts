import { Command, Option } from 'clipanion';
import { renderStatus } from '../render/lists/status';
import { watchStatus } from '../workflows/watch-status';
import { durationOption } from './helix-command';
import { ProjectCommand } from './project-command';
import { snakeKeys } from '../render/json/snake-keys';

/** Clears the screen and moves to its first line. */
const CLEAR = '\u001b[2J\u001b[H';

export class StatusCommand extends ProjectCommand {
  static override paths = [['status']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show the live status of the recorded resources',
    examples: [
      ['Once', '$0 status'],
      ['Repeat until Ctrl-C', '$0 status --watch'],
      ['As data', '$0 status --json'],
    ],
  });

  watch = Option.Boolean('--watch', false, { description: 'Repeat until Ctrl-C' });
  every = Option.String('--every', '5s', { description: 'Interval of --watch, such as 10s' });
  json = Option.Boolean('--json', false, { description: 'Print JSON, one document each time' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const isRedrawn = this.watch && style.terminal && this.context.env['TERM'] !== 'dumb';
    const every = durationOption('--every', this.every);
    for await (const rows of watchStatus(ports, this.project, this.watch ? every : null)) {
      if (this.json) this.printJson(snakeKeys(rows));
      else
        this.print(`${isRedrawn ? CLEAR : ''}${renderStatus(rows, ports.clock.now().toISOString(), style)}`);
      if (this.context.answerFailed.aborted) break;
    }
    return 0;
  }
}
