import { Cli, Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { didYouMean } from '../values/did-you-mean';
import { COMMANDS } from './commands';
import type { HelixContext } from './context';
import { HelixCommand } from './helix-command';

/** The parser, which calls the value of an option VALUE and not `#0`. */
export class HelixCli extends Cli<HelixContext> {
  override usage(...given: Parameters<Cli<HelixContext>['usage']>): string {
    // A column that follows keeps its place.
    return super.usage(...given).replaceAll(/ #\d( {3})?/g, ' VALUE');
  }
}

/** `helix`, `helix help`, `helix --help`: every command with its description, grouped by category. */
export class OverviewCommand extends Command<HelixContext> {
  static override paths = [Command.Default, ['-h'], ['--help']];

  async execute(): Promise<number> {
    const commands = COMMANDS.map(({ paths = [], usage }) => ({
      name: paths[0]?.join(' ') ?? '',
      description: usage?.description ?? '',
      category: usage?.category ?? '',
    }));
    const width = Math.max(...commands.map(({ name }) => name.length));
    const groups = [...new Set(commands.map(({ category }) => category))].flatMap((title) => [
      `${title}:`,
      ...commands
        .filter(({ category }) => category === title)
        .map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
      '',
    ]);
    const lines = [
      `Helix ${this.cli.binaryVersion ?? ''}: infrastructure as code for helix.toml and Blueprint.toml`,
      '',
      'Usage: helix COMMAND [options]',
      '',
      ...groups,
      '`helix COMMAND --help` shows its options, with examples.',
      `\`helix help TOPIC\` prints a page: ${(await this.context.topics.listNames()).join(', ')}.`,
    ];
    this.context.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  }
}

/** `helix help TOPIC`: a page of the documentation. */
export class HelpTopicCommand extends HelixCommand {
  static override paths = [['help']];
  topic = Option.String();

  async execute(): Promise<number> {
    const page = await this.context.topics.read(this.topic);
    if (page === null) {
      const names = await this.context.topics.listNames();
      throw new HelixError('usage', `there is no command or help topic "${this.topic}"`, {
        hint: didYouMean(this.topic, names) ?? `The topics are ${names.join(', ')}.`,
      });
    }
    this.print(page);
    return 0;
  }
}
