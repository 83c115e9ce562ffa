import { Command, Option } from 'clipanion';
import { HelixError } from '../../errors';
import { snakeKeys } from '../../render/json/snake-keys';
import { timeText } from '../../render/time-text';
import { revokeKey } from '../../workflows/keys/revoke-key';
import { HelixCommand } from '../helix-command';
import { HELIX_CLOUD_VARIABLES } from '../variables';

export class KeysRevokeCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 8, 64];
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['keys', 'revoke']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'revoke an API key of Helix Cloud at once',
    details: 'It asks, and twice for the key in use.',
    examples: [['Revoke a key', '$0 keys revoke key_01jcz4y8m2 --yes']],
  });

  id = Option.String();
  yes = Option.Boolean('--auto-approve,--yes,-y', false, { description: 'Do not ask' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { revoked, source } = await revokeKey(this.context.ports, this.startDirectory, this.id, (inUse) =>
      this.#confirm(inUse),
    );
    if (this.json) this.printJson(snakeKeys(revoked));
    this.info(
      `The key ${revoked.name} (${revoked.id}) is revoked since ${timeText(revoked.revokedAt ?? '')}.`,
    );
    if (source !== null) this.info(`${source} still holds it: run \`helix login\` with another key.`);
    return 0;
  }

  async #confirm(source: string | null): Promise<boolean> {
    const { terminal } = this.context;
    if (this.yes) return true;
    if (!terminal.interactive) {
      throw new HelixError('usage', 'there is no terminal to ask on; nothing was changed', {
        hint: 'Use --yes.',
      });
    }
    if (!(await terminal.confirm(`Revoke the key ${this.id}?`))) return false;
    if (source === null) return true;
    return terminal.confirm(
      `It is the key in use, from ${source}: nothing works with it afterwards. Revoke it?`,
    );
  }
}
