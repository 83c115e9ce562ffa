import { Command, Option } from 'clipanion';
import { HelixError } from '../../errors';
import { snakeKeys } from '../../render/json/snake-keys';
import { timeText } from '../../render/time-text';
import { didYouMean } from '../../values/did-you-mean';
import { createKey } from '../../workflows/keys/create-key';
import { durationOption, HelixCommand } from '../helix-command';
import { HELIX_CLOUD_VARIABLES } from '../variables';
import { openKeyOutput } from './key-output';

const SCOPES = ['admin', 'deploy', 'read'];

export class KeysCreateCommand extends HelixCommand {
  static override readonly exitCodes = [0, 1, 3, 5, 64];
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['keys', 'create']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'create an API key of Helix Cloud',
    details:
      'The key is shown once, on standard output. Scopes are `read`, `deploy`, `admin` and `cluster:ID`, which may do what `deploy` may, with that cluster alone.',
    examples: [
      ['A key for a job that deploys', '$0 keys create ci --out ci.key'],
      ['A key for plans of pull requests', '$0 keys create plans --scope read --expires 365d'],
    ],
  });

  name = Option.String();
  scope = Option.String('--scope', 'deploy', { description: 'read, deploy, admin or cluster:ID' });
  expires = Option.String('--expires', '90d', { description: 'Life of the key, such as 90d; or never' });
  out = Option.String('--out', { description: 'File for the key, readable by you alone; -: print it' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const request = { name: keyName(this.name), scope: keyScope(this.scope), lifeSeconds: this.#life() };
    const output = await openKeyOutput(this.context, this.out, !this.json);
    try {
      const made = await createKey(this.context.ports, this.startDirectory, request, output.deliver);
      const isInFile = this.out !== undefined && this.out !== '-';
      if (this.json) this.printJson(snakeKeys({ ...made, key: isInFile ? undefined : made.key }));
      const end = made.expiresAt === null ? 'it does not expire' : `expires ${timeText(made.expiresAt)}`;
      this.info(`Created the key ${made.name} (${made.id}), scope ${made.scope}; ${end}.`);
      if (isInFile) this.info(`It is in ${this.out ?? ''}, for you alone.`);
      else this.info('It is not shown again.');
    } finally {
      await output.close();
    }
    return 0;
  }

  #life(): number | null {
    return this.expires === 'never' ? null : durationOption('--expires', this.expires);
  }
}

function keyName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new HelixError('usage', `"${text}" cannot be the name of a key`, {
    hint: 'Letters, digits, `.`, `-` and `_`, at most 64 of them; a letter or a digit first.',
  });
}

function keyScope(text: string): string {
  if (SCOPES.includes(text) || /^cluster:[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(text)) return text;
  throw new HelixError('usage', `--scope: ${JSON.stringify(text)} is not a scope`, {
    hint: didYouMean(text, SCOPES) ?? 'Use read, deploy, admin or cluster:ID.',
  });
}
