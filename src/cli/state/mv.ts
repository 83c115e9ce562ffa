import { Command, Option } from 'clipanion';
import { moveRecord } from '../../workflows/state/state-edits';
import { LockingCommand } from '../project-command';

export class StateMvCommand extends LockingCommand {
  static override paths = [['state', 'mv']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'give a record another address, after its table was renamed',
    details: `
      Without it a renamed table is one resource to destroy and one to create. The cluster's owner follows, and nothing
      else of it changes; the next plan shows what differs.
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
    if (this.json) this.printJson(moved);
    else this.print(`${moved.from} is now ${moved.to}.\n`);
    return 0;
  }
}
