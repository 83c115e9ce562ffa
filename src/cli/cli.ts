import { Builtins } from 'clipanion';
import type { CommandClass } from 'clipanion';
import { renderError } from '../render/problems/render-error';
import { COMMANDS } from './commands';
import type { HelixContext } from './context';
import { HelixCli, HelpTopicCommand, OverviewCommand } from './help';
import { usageError } from './usage-error';

/** Runs one command line. Returns its exit code. */
export async function runCli(given: readonly string[], context: HelixContext): Promise<number> {
  const words = normalized(given);
  const cli = new HelixCli({
    binaryLabel: 'Helix',
    binaryName: 'helix',
    binaryVersion: context.ports.helixVersion,
    enableColors: context.style.color,
  });
  const asked = commandsFor(words);
  for (const command of asked.length > 0 ? asked : [...COMMANDS, ...BUILTINS]) cli.register(command);
  try {
    // Clipanion's own `run` would print a misspelt command on stdout and end with 1.
    const command = cli.process([...words], context);
    return await cli.run(command, context);
  } catch (error) {
    context.stderr.write(
      renderError(usageError(error, { words, cli, asked, commands: COMMANDS }), context.errorStyle),
    );
    return 64;
  }
}

const BUILTINS: readonly CommandClass<HelixContext>[] = [Builtins.VersionCommand, OverviewCommand];
const HELP: CommandClass<HelixContext> = HelpTopicCommand;

/** Returns only the command that the words name, for registration costs start-up time; none where none is named. */
function commandsFor(words: readonly string[]): readonly CommandClass<HelixContext>[] {
  const isAsked = (path: readonly string[]) => path.length > 0 && path.every((word, i) => words[i] === word);
  if (words[0] === 'help') return [HELP];
  const known = words.length === 1 ? [...COMMANDS, Builtins.VersionCommand] : COMMANDS;
  return known.filter(({ paths = [] }) => paths.some(isAsked));
}

/** Whether the words begin a command: `plan`, `state`. */
function isCommand([first]: readonly string[]): boolean {
  return COMMANDS.some(({ paths = [] }) => paths.some(([word]) => word === first));
}

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['--refresh=false', '--no-refresh'],
  ['--refresh=true', '--refresh'],
]);

/** Translates spellings of other tools: `help plan`, and flags with a value, which Clipanion's flags do not take. */
function normalized(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  if (first === 'help' && (rest.length !== 1 || isCommand(rest))) return [...rest, '--help'];
  return words.map((word) => FLAGS.get(word) ?? word);
}
