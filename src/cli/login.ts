import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { login } from '../workflows/account';
import { endpointFor } from '../workflows/project/endpoint';
import { HelixCommand } from './helix-command';

export class LoginCommand extends HelixCommand {
  static override paths = [['login']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'check an API key with Helix Cloud and keep it',
    details: 'The key is kept in `~/.helix/credentials`, for you alone. `HELIX_API_KEY` wins over it.',
    examples: [
      ['Ask for the key', '$0 login'],
      ['From a password manager', 'pass helix | $0 login --key-stdin'],
    ],
  });

  keyStdin = Option.Boolean('--key-stdin', false, { description: 'Read the key from standard input' });
  userId = Option.String('--user-id', 'helix', { description: 'The user id to keep beside the key' });

  async execute(): Promise<number> {
    const { ports } = this.context;
    const endpoint = await endpointFor(ports, this.startDirectory);
    const path = await login(ports, { endpoint, key: await this.#key(), userId: this.userId });
    this.print(`${endpoint} takes the key. It is kept in ${path}.\n`);
    return 0;
  }

  async #key(): Promise<string> {
    const { terminal } = this.context;
    if (this.keyStdin) return terminal.readInput();
    if (!terminal.interactive) {
      throw new HelixError('usage', 'there is no terminal to ask on', {
        hint: 'Give --key-stdin, or set HELIX_API_KEY.',
      });
    }
    const key = await terminal.secret('Helix Cloud API key');
    if (key === null) throw new HelixError('cancelled', 'no key given');
    return key;
  }
}
