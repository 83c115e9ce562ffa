import { Command, Option } from 'clipanion';
import { forgetRecord } from '../../workflows/state/state-edits';
import { LockingCommand } from '../project-command';

export class StateRmCommand extends LockingCommand {
  static override paths = [
    ['state', 'rm'],
    ['state', 'forget'],
  ];
  static override usage = Command.Usage({
    category: 'State',
    description: 'forget a record; what it stands for stays and costs on',
    details: `
      Nothing outside is touched: what was recorded is nobody's business from now on, and \`helix import\` takes it back.
      What was interrupted and cannot be found out is forgotten too. \`state forget\` is the same.
    `,
    examples: [
      ['Leave a cluster alone', '$0 state rm cluster.staging'],
      ['The same', '$0 state forget staging'],
    ],
  });

  name = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print the forgotten record as JSON' });

  async execute(): Promise<number> {
    const reporter = this.context.terminal.reporter();
    const record = await forgetRecord(this.context.ports, {
      ...this.project,
      name: this.name,
      reporter,
      lockTimeoutMs: this.lockTimeoutMs,
    }).finally(() => reporter.close());
    if (this.json) this.printJson(record);
    else this.print(`${record.address} is forgotten. It is still there: \`helix import\` takes it back.\n`);
    return 0;
  }
}
