import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { didYouMean } from '../values/did-you-mean';
import type { HelixContext } from './context';
import { wrapped } from '../render/text/columns';
import { COMMAND_LIST } from './generated/command-list';
import { HelixCommand } from './helix-command';
import { nameOf } from './listed-command';

/** `helix`, `helix help`, `helix --help`: every command with its description, grouped by category. */
export class OverviewCommand extends Command<HelixContext> {
  static override paths = [Command.Default, ['-h'], ['--help']];

  async execute(): Promise<number> {
    const title = `Helix ${this.cli.binaryVersion ?? ''}: infrastructure as code for helix.toml and Blueprint.toml`;
    const { topics, stdout, style } = this.context;
    const names = (await topics.listNames()).join(', ');
    const pages = wrapped(`\`helix help TOPIC\` prints a page: ${names}.`, Math.min(style.width, 100));
    const overview = overviewOf('helix COMMAND [options]', null);
    stdout.write(`${[title, '', BEGINNING, '', overview].join('\n')}${pages.join('\n')}\n`);
    return 0;
  }
}

const BEGINNING = `To begin: \`helix init\` makes a project in this directory, \`helix deploy\` runs it on this host, and
\`helix cloud deploy\` asks for a machine in a cloud, shows its cost, and rents it.`;

/** Returns the commands with their descriptions, by category: all of them, or those of `only`. */
export function overviewOf(usage: string, only: readonly string[] | null): string {
  const commands = COMMAND_LIST.map((command) => ({ ...command, name: nameOf(command) })).filter(
    ({ name }) => only === null || only.includes(name),
  );
  const width = Math.max(...commands.map(({ name }) => name.length));
  const groups = [...new Set(commands.map(({ category }) => category))].flatMap((title) => [
    `${title}:`,
    ...commands
      .filter(({ category }) => category === title)
      .map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
    '',
  ]);
  const help = '`helix COMMAND --help` shows its options, with examples.';
  return `${[`Usage: ${usage}`, '', ...groups, help].join('\n')}\n`;
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
