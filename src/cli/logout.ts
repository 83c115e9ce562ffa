import { Command } from 'clipanion';
import { logout } from '../workflows/account';
import { HelixCommand } from './helix-command';

export class LogoutCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override paths = [['logout']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'delete the saved API key',
    examples: [['Delete the key', '$0 logout']],
  });

  async execute(): Promise<number> {
    const path = await logout(this.context.ports);
    this.print(path === null ? 'No key was saved.\n' : `Removed the key from ${path}.\n`);
    return 0;
  }
}
