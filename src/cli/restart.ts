import { Command, Option } from 'clipanion';
import { switchPower } from '../workflows/status/power';
import { LockingCommand } from './project-command';

export class RestartCommand extends LockingCommand {
  static override paths = [['restart']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'stop a resource, start it again, and wait until it runs',
    examples: [['By name', '$0 restart staging']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    const request = { ...this.project, name: this.name, lockTimeoutMs: this.lockTimeoutMs };
    this.print(`${await switchPower(this.context.ports, request, 'restart')} is running.\n`);
    return 0;
  }
}
