import { Command, Option } from 'clipanion';
import { moveRecord } from '../../workflows/state/state-edits';
import { LockingCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class StateMvCommand extends LockingCommand {
  static override paths = [['state', 'mv']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'move a record to another address, after its table was renamed',
    details: `
      \`apply\` moves a cluster whose table was renamed and kept its \`cluster_id\`; this command only moves. The owner recorded with
      the cluster follows; nothing else of the cluster changes, and the next plan shows what differs.
    `,
    examples: [
      ['[cloud.staging.helix] is now [cloud.preview.helix]', '$0 state mv cluster.staging cluster.preview'],
    ],
  });

  from = Option.String();
  to = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const reporter = this.context.terminal.reporter();
    const moved = await moveRecord(this.context.ports, {
      ...this.project,
      from: this.from,
      to: this.to,
      reporter,
      lockTimeoutMs: this.lockTimeoutMs,
    }).finally(() => reporter.close());
    if (this.json) this.printJson(snakeKeys(moved));
    else this.print(`${moved.from} is now ${moved.to}.\n`);
    if (!moved.declared) {
      this.warn([
        {
          severity: 'warning',
          code: 'not-declared',
          message: `No table declares ${moved.to}.`,
          hint: 'Rename its table: the next `apply` deletes it, or moves it back to a table that has its `cluster_id`.',
        },
      ]);
    }
    return 0;
  }
}
