import { Cli, Command } from 'clipanion';
import { COMMANDS } from './commands';
import type { HelixContext } from './context';

/** Clipanion calls the value of an option `#0`; people call it a value. */
export class HelixCli extends Cli<HelixContext> {
  override usage(...given: Parameters<Cli<HelixContext>['usage']>): string {
    // Where a column follows, it stays in its place.
    return super.usage(...given).replaceAll(/ #\d( {3})?/g, ' VALUE');
  }
}

/** `helix`, `helix --help`: every command with what it does, one line each. */
export class OverviewCommand extends Command<HelixContext> {
  static override paths = [Command.Default, ['-h'], ['--help']];

  execute(): Promise<number> {
    const commands = COMMANDS.map(({ paths = [], usage }) => ({
      name: paths[0]?.join(' ') ?? '',
      description: usage?.description ?? '',
    }));
    const width = Math.max(...commands.map(({ name }) => name.length));
    const lines = [
      `Helix ${this.cli.binaryVersion ?? ''}: infrastructure as code for helix.toml and Blueprint.toml`,
      '',
      'Usage: helix COMMAND [options]',
      '',
      ...commands.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
      '',
      '`helix COMMAND --help` shows its options, with examples.',
    ];
    this.context.stdout.write(`${lines.join('\n')}\n`);
    return Promise.resolve(0);
  }
}
