import { Command, Option } from 'clipanion';
import { logout } from '../workflows/account';
import { HelixCommand } from './helix-command';
import { HELIX_CLOUD_VARIABLES } from './variables';

export class LogoutCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['logout'], ['auth', 'logout']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'delete the saved API key',
    examples: [['Delete the key', '$0 logout']],
  });

  profile = Option.String('--profile', { description: 'Section of the file to delete the key from' });

  async execute(): Promise<number> {
    const { ports } = this.context;
    const path = await logout(ports, this.profile);
    this.print(path === null ? 'No key was saved.\n' : `Removed the key from ${path}.\n`);
    if (ports.setting('HELIX_API_KEY') !== undefined) {
      this.info('HELIX_API_KEY is still set, and is used: unset it as well.');
    }
    return 0;
  }
}
