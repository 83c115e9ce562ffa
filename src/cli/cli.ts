import { Builtins, Cli } from 'clipanion';
import type { CommandClass } from 'clipanion';
import { AddCommand } from './add';
import { ApplyCommand } from './apply';
import { CloudRegionsCommand } from './cloud/regions';
import { CloudServeCommand } from './cloud/serve';
import type { HelixContext } from './context';
import { DeleteCommand } from './delete';
import { DestroyCommand } from './destroy';
import { GraphCommand } from './graph';
import { ImportCommand } from './import';
import { InitCommand } from './init';
import { LoginCommand } from './login';
import { LogoutCommand } from './logout';
import { LogsCommand } from './logs';
import { OutputCommand } from './output';
import { PlanCommand } from './plan';
import { PushCommand } from './push';
import { RenewCommand } from './renew';
import { ShowCommand } from './show';
import { StartCommand } from './start';
import { StateListCommand } from './state/list';
import { StateShowCommand } from './state/show';
import { StatusCommand } from './status';
import { StopCommand } from './stop';
import { UnlockCommand } from './unlock';
import { usageText } from './usage-text';
import { ValidateCommand } from './validate';

/** Every verb of Helix. */
export const COMMANDS: readonly CommandClass<HelixContext>[] = [
  ...[InitCommand, AddCommand, ValidateCommand, PlanCommand, ApplyCommand, PushCommand, DestroyCommand],
  ...[DeleteCommand, ShowCommand, GraphCommand, StateListCommand, StateShowCommand, OutputCommand],
  ...[StatusCommand, LogsCommand, StartCommand, StopCommand, RenewCommand, ImportCommand, UnlockCommand],
  ...[LoginCommand, LogoutCommand, CloudServeCommand, CloudRegionsCommand],
];

/** Runs one command line; answers its exit code. */
export async function runCli(words: readonly string[], context: HelixContext): Promise<number> {
  const cli = new Cli<HelixContext>({
    binaryLabel: 'Helix',
    binaryName: 'helix',
    binaryVersion: context.ports.helixVersion,
    enableColors: context.style.color,
  });
  for (const command of commandsFor(words)) cli.register(command);
  try {
    // Clipanion's own `run` would print a misspelt command on stdout and end with 1.
    const command = cli.process(words.map(inOurWords), context);
    return await cli.run(command, context);
  } catch (error) {
    context.stderr.write(usageText(error, cli.usage()));
    return 64;
  }
}

/** The command that is asked for alone, for each one registered takes its time at every start; all where none is named. */
function commandsFor(words: readonly string[]): readonly CommandClass<HelixContext>[] {
  const all = [...COMMANDS, Builtins.VersionCommand];
  const isAsked = (path: readonly string[]) => path.length > 0 && path.every((word, i) => words[i] === word);
  const asked = all.filter(({ paths = [] }) => paths.some(isAsked));
  return asked.length > 0 ? asked : [...all, Builtins.HelpCommand];
}

/** The spelling that Terraform has taught everybody; Clipanion's flags take no value. */
function inOurWords(word: string): string {
  return { '--refresh=false': '--no-refresh', '--refresh=true': '--refresh' }[word] ?? word;
}
