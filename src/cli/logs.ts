import { Command, Option } from 'clipanion';
import { printable } from '../values/printable';
import { readLogs } from '../workflows/status/power';
import { countOption } from './helix-command';
import { ProjectCommand } from './project-command';

export class LogsCommand extends ProjectCommand {
  static override paths = [['logs']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'print the log of a resource, oldest line first',
    examples: [
      ['Print the log', '$0 logs production'],
      ['Follow the log', '$0 logs production -f'],
    ],
  });

  name = Option.String();
  follow = Option.Boolean('-f,--follow', false, { description: 'Keep following until Ctrl-C' });
  limit = Option.String('--limit', { description: 'Show only the last N lines' });
  json = Option.Boolean('--json', false, { description: 'Print one JSON object per line' });

  async execute(): Promise<number> {
    const limit = this.limit === undefined ? null : countOption('--limit', this.limit, 1);
    const request = { ...this.project, name: this.name };
    for await (const line of readLogs(this.context.ports, request, { follow: this.follow, limit })) {
      this.context.stdout.write(
        this.json
          ? `${JSON.stringify(line)}\n`
          : `${printable(`${line.at} ${line.level} ${line.message}`)}\n`,
      );
      if (this.context.answerFailed.aborted) break;
    }
    return 0;
  }
}
