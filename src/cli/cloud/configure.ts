import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { EXAMPLE_CLOUD, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import type { CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import { renderAccounts } from '../../render/lists/accounts';
import { snakeKeys } from '../../render/json/snake-keys';
import { configureAccount } from '../../workflows/accounts/configure-account';
import type { ConfiguredAccount } from '../../workflows/accounts/configure-account';
import { listAccounts, removeNamedAccount } from '../../workflows/accounts/list-accounts';
import { cloudOption } from '../cloud-option';
import { HelixCommand } from '../helix-command';
import { askCloud, askCredentials, askRegion, commandOf, prefixOf } from './account-questions';
import { CONFIGURE_VARIABLES } from '../variables';
import { accountView } from './account-view';

export class CloudConfigureCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 8, 64];
  static override readonly variables = [...HelixCommand.variables, ...CONFIGURE_VARIABLES];
  static override paths = [['cloud', 'configure']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'name an account at a cloud, and where its credentials are',
    details: `
      Writes \`[providers.NAME]\` of the \`cloud.toml\` in your config directory, in place, and never a credential. First the cloud
      is asked to whom the credentials belong: refused ones leave the file as it was. On a terminal it asks for what is missing.
    `,
    examples: [
      ['Answer questions', '$0 cloud configure'],
      [
        'Take the credentials from variables such as PROD_...',
        `$0 cloud configure --provider ${EXAMPLE_CLOUD.name} --account prod --credentials-prefix PROD_`,
      ],
      ['List the accounts', '$0 cloud configure --list'],
      ['Remove one', '$0 cloud configure --remove prod'],
    ],
  });

  provider = Option.String('--provider', { description: `Cloud: ${MACHINE_CLOUDS.join(', ')}` });
  account = Option.String('--account', { description: 'Name of the account; default: the cloud' });
  region = Option.String('--region', { description: 'Region to take when none is given' });
  credentialsFile = Option.String('--credentials-file', { description: 'File that holds the credentials' });
  credentialsPrefix = Option.String('--credentials-prefix', {
    description: 'Beginning of the names of the variables that hold them',
  });
  credentialsCommand = Option.String('--credentials-command', {
    description: 'Command that prints them; no shell runs it',
  });
  projectId = Option.String('--project-id', { description: 'Project that everything lies in' });
  setDefault = Option.Boolean('--set-default', { description: 'Make it the default account' });
  check = Option.Boolean('--check', true, {
    description: 'Ask the cloud for their owner (--no-check: write without asking)',
  });
  list = Option.Boolean('--list', false, { description: 'List the accounts' });
  remove = Option.String('--remove', { description: 'Remove the account of this name' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    if (this.list && this.remove !== undefined)
      throw new HelixError('usage', '--list and --remove cannot be used together');
    if (this.list) return this.#list();
    if (this.remove !== undefined) return this.#remove(this.remove);
    return this.#configure();
  }

  async #list(): Promise<number> {
    const views = (await listAccounts(this.context.ports)).map(accountView);
    if (this.json) this.printJson(snakeKeys(views));
    else this.print(renderAccounts(views, this.context.style));
    return 0;
  }

  async #remove(name: string): Promise<number> {
    const file = await removeNamedAccount(this.context.ports, name);
    if (this.json) this.printJson({ removed: name, file });
    else this.print(`Removed [providers.${name}] from ${file}.\n`);
    return 0;
  }

  async #configure(): Promise<number> {
    const { ports } = this.context;
    const given = this.#givenCredentials();
    const asks = this.canAsk && given === null && this.region === undefined;
    const provider = await this.#readProvider();
    const name = this.account ?? provider;
    if (!/^[\w.-]+$/.test(name))
      throw new HelixError('usage', '--account takes a name of letters, digits, `_`, `-` and `.`');
    const known = await listAccounts(ports);
    const isNew = known.every(({ account }) => account.name !== name);
    let { region = null } = this;
    let credentials = given;
    let isDefault = this.setDefault ?? null;
    if (asks && isNew) {
      const questions = await this.loadQuestions('--provider');
      region = await askRegion(questions, provider, (await ports.prices.load('/', provider)).regions);
      credentials = await askCredentials(
        questions,
        provider,
        await ports.findCredentialsPlace(provider, null),
      );
      isDefault ??= await questions.confirm({ message: 'Make it the default?', initial: known.length === 0 });
    }
    const { projectId = null, check } = this;
    const written = await configureAccount(ports, {
      name,
      provider,
      region,
      credentials,
      projectId,
      isDefault,
      check,
    });
    if (this.json) this.printJson(snakeKeys(jsonOf(written)));
    else this.print(textOf(written));
    return 0;
  }

  async #readProvider(): Promise<MachineCloud> {
    if (this.provider === undefined)
      return askCloud(await this.loadQuestions('--provider, one of ' + MACHINE_CLOUDS.join(', ')));
    const cloud = cloudOption(this.provider, MACHINE_CLOUDS);
    if (cloud !== 'auto') return cloud;
    throw new HelixError('usage', '--provider: an account is at one cloud, and auto is not a cloud', {
      hint: `Use ${MACHINE_CLOUDS.join(', ')}.`,
    });
  }

  /** A path counts from this directory, and from any other one when the file is read later. */
  #placeOf(path: string): string {
    return /^~(\/|$)/.test(path) ? path : resolve(this.context.cwd, path);
  }

  #givenCredentials(): CredentialsSource | null {
    const { credentialsFile: path, credentialsPrefix: prefix, credentialsCommand: command } = this;
    const given: CredentialsSource[] = [
      ...(path === undefined ? [] : [{ type: 'file', path: this.#placeOf(path), profile: null } as const]),
      ...(prefix === undefined
        ? []
        : [{ type: 'environment', prefix: prefixOf(prefix, '--credentials-prefix') } as const]),
      ...(command === undefined
        ? []
        : [{ type: 'command', cmd: commandOf(command, '--credentials-command') } as const]),
    ];
    if (given.length > 1)
      throw new HelixError('usage', 'the credentials of an account are in one place', {
        hint: 'Give one of --credentials-file, --credentials-prefix and --credentials-command.',
      });
    return given[0] ?? null;
  }
}

function textOf({ account, region, file, isDefault, isChecked, who }: ConfiguredAccount): string {
  const { name, provider } = account;
  const lines = [
    ...(isChecked ? [`${provider}${who === null ? '' : ` account ${who}`} answers in ${region}.`] : []),
    `Wrote [providers.${name}] to ${file}.`,
    ...(isDefault ? [`${name} is the default provider.`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function jsonOf({ account, isDefault, who, file }: ConfiguredAccount) {
  return { ...accountView({ account, isDefault }), who, file };
}
