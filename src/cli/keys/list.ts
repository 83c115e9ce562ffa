import { Command, Option } from 'clipanion';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderKeys } from '../../render/lists/keys';
import { listKeys } from '../../workflows/keys/open-keys';
import { HelixCommand } from '../helix-command';
import { HELIX_CLOUD_VARIABLES } from '../variables';

export class KeysListCommand extends HelixCommand {
  static override readonly exitCodes = [0, 1, 3, 64];
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['keys', 'list']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'list the API keys of the Helix Cloud account',
    details: 'The key in use is marked with `*`. It needs a key of the scope `admin`.',
    examples: [
      ['Check all keys', '$0 keys list'],
      ['As data', '$0 keys list --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const keys = await listKeys(ports, this.startDirectory);
    if (this.json) this.printJson(snakeKeys(keys));
    else this.print(renderKeys(keys, style));
    return 0;
  }
}
