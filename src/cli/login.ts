import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { login } from '../workflows/account';
import { resolveEndpoint } from '../workflows/project/resolve-endpoint';
import { HelixCommand } from './helix-command';
import { HELIX_CLOUD_VARIABLES } from './variables';

export class LoginCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 8, 64];
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['login'], ['auth', 'login']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'check an API key with Helix Cloud and save it',
    details:
      'The key is saved in `~/.helix/credentials`, readable by you alone. `HELIX_API_KEY` takes precedence.',
    examples: [
      ['Enter the key at a prompt', '$0 login'],
      ['Read the key from a password manager', 'pass helix | $0 login --key-stdin'],
    ],
  });

  keyStdin = Option.Boolean('--key-stdin', false, { description: 'Read the key from standard input' });
  userId = Option.String('--user-id', { description: "User id to save; default: the key's own" });
  profile = Option.String('--profile', { description: 'Section of the file to save the key in' });

  async execute(): Promise<number> {
    const { ports } = this.context;
    const endpoint = await resolveEndpoint(ports, this.startDirectory);
    const { profile, userId } = this;
    const saved = await login(ports, { endpoint, key: await this.#readKey(), userId, profile });
    this.print(`Logged in to ${endpoint}. The key is saved in ${saved.place}.\n`);
    if (saved.movedAside !== null) this.info(`The file was damaged: it is kept as ${saved.movedAside}.`);
    if (ports.setting('HELIX_API_KEY') !== undefined) {
      this.info('HELIX_API_KEY is set and takes precedence: unset it to use the saved key.');
    }
    return 0;
  }

  async #readKey(): Promise<string> {
    const { terminal } = this.context;
    if (this.keyStdin) return terminal.readInput();
    if (!this.canAsk) {
      throw new HelixError('usage', 'no terminal to ask on', {
        hint: 'Use --key-stdin, or set HELIX_API_KEY.',
      });
    }
    const key = await terminal.askSecret('Helix Cloud API key');
    if (key === null) throw new HelixError('cancelled', 'no key given');
    return key;
  }
}
