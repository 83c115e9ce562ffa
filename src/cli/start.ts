import { Command, Option } from 'clipanion';
import { switchPower } from '../workflows/status/power';
import { LockingCommand } from './project-command';

export class StartCommand extends LockingCommand {
  static override paths = [['start']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'start a stopped resource and wait until it runs',
    examples: [['By name', '$0 start staging']],
  });

  name = Option.String();

  async execute(): Promise<number> {
    const request = { ...this.project, name: this.name, lockTimeoutMs: this.lockTimeoutMs };
    this.print(`${await switchPower(this.context.ports, request, 'start')} is running.\n`);
    return 0;
  }
}
