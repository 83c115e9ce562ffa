import { Command, Option } from 'clipanion';
import { switchPower } from '../workflows/status/power';
import { LockingCommand } from './project-command';

export class StopCommand extends LockingCommand {
  static override paths = [['stop']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'stop a resource: it keeps its data, and plans show it as stopped',
    examples: [['By name', '$0 stop staging']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    const request = { ...this.project, name: this.name, lockTimeoutMs: this.lockTimeoutMs };
    this.print(`${await switchPower(this.context.ports, request, 'stop')} is stopped.\n`);
    return 0;
  }
}
