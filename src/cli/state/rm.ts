import { Command, Option } from 'clipanion';
import { forgetRecord } from '../../workflows/state/state-edits';
import { LockingCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateRmCommand extends LockingCommand {
  static override paths = [
    ['state', 'rm'],
    ['state', 'forget'],
  ];
  static override usage = Command.Usage({
    category: 'State',
    description: 'remove a resource from the state without destroying it',
    details: `
      The resource stays and keeps its cost; \`helix import\` adopts it again. An interrupted operation whose outcome cannot be
      found out is removed too. \`state forget\` is the same command.
    `,
    examples: [
      ['Remove the record of a cluster', '$0 state rm cluster.staging'],
      ['Do the same under the other name of the command', '$0 state forget staging'],
    ],
  });

  name = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print the removed record as JSON' });

  async execute(): Promise<number> {
    const reporter = this.context.terminal.reporter();
    const record = await forgetRecord(this.context.ports, {
      ...this.project,
      name: this.name,
      reporter,
      lockTimeoutMs: this.lockTimeoutMs,
    }).finally(() => reporter.close());
    if (this.json) this.printJson(snakeKeys(record));
    else
      this.print(
        `Removed ${record.address} from the state. The resource still exists: \`helix import\` adopts it again.\n`,
      );
    return 0;
  }
}
