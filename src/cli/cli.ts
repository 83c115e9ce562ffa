import { Builtins, Cli } from 'clipanion';
import type { CommandClass } from 'clipanion';
import { errorJson } from '../render/json/error-json';
import { renderJson } from '../render/json/render-json';
import { renderError } from '../render/problems/render-error';
import type { HelixContext } from './context';
import { COMMAND_LIST } from './generated/command-list';
import { HelpTopicCommand, OverviewCommand, overviewOf } from './help';
import { helpText } from './help-text';
import type { HelixCommand } from './helix-command';
import { nameOf } from './listed-command';
import type { ListedCommand } from './listed-command';
import { reportLostAnswer } from './lost-answer';
import { isUsageError, misused } from './usage-error';
import { unknownCommand } from './unknown-command';

/** Runs one command line. Returns its exit code. */
export async function runCli(given: readonly string[], context: HelixContext): Promise<number> {
  if (given[0] === '__complete') return complete(given.slice(2), context);
  const words = normalized(given);
  const text = await answerWithoutRun(words, context);
  if (text !== null) {
    context.stdout.write(text);
    return reportLostAnswer(0, false, context);
  }
  const cli = new Cli<HelixContext>({ binaryName: 'helix', binaryVersion: context.ports.helixVersion });
  const asked = await loadAsked(words);
  for (const command of asked.length > 0 ? asked : BUILTINS) cli.register(command);
  try {
    // Clipanion's own `run` would print a misspelt command on stdout and end with 1.
    const command = cli.process([...words], context);
    const { changesSomething = false } = command.constructor as Partial<typeof HelixCommand>;
    return await reportLostAnswer(await cli.run(command, context), changesSomething, context);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    const [command] = asked;
    const shown =
      command === undefined
        ? unknownCommand(words, NAMES)
        : misused(command, words.slice(pathIn(command, words)?.length), error);
    context.stderr.write(renderError(shown, context.errorStyle));
    if (words.includes('--json')) context.stdout.write(renderJson(errorJson(shown), 'line'));
    return 64;
  }
}

/** Answers a shell that completes a word: never with an error, for it would be on the screen. */
async function complete(words: readonly string[], context: HelixContext): Promise<number> {
  const { completeWords } = await import('./completion/complete-words');
  const answers = await completeWords(words, context);
  context.stdout.write(answers.map((word) => `${word}\n`).join(''));
  return 0;
}

const BUILTINS: readonly CommandClass<HelixContext>[] = [Builtins.VersionCommand, OverviewCommand];
const HELP: CommandClass<HelixContext> = HelpTopicCommand;
const NAMES: readonly string[] = COMMAND_LIST.map(nameOf);

/** Returns the help of the command, or the commands of the group, that the words ask for; null where they ask for none. */
async function answerWithoutRun(words: readonly string[], { style }: HelixContext): Promise<string | null> {
  const [group, ...rest] = words;
  const isHelp = words.some((word) => word === '--help' || word === '-h');
  const [command] = COMMAND_LIST.filter((one) => pathIn(one, words) !== undefined);
  if (command !== undefined) return isHelp ? helpText(await command.load(), style) : null;
  const names = NAMES.filter((name) => name.startsWith(`${group} `));
  const isAlone = rest.every((word) => word === '--help' || word === '-h');
  return names.length > 0 && isAlone ? overviewOf(`helix ${group} COMMAND`, names) : null;
}

/** Loads only the command that the words name, for each costs start-up time; none where none is named. */
async function loadAsked(words: readonly string[]): Promise<readonly CommandClass<HelixContext>[]> {
  if (words[0] === 'help') return [HELP];
  const asked = COMMAND_LIST.filter((command) => pathIn(command, words) !== undefined);
  return Promise.all(asked.map((command) => command.load()));
}

type PathsOf = Pick<CommandClass | ListedCommand, 'paths'>;

/** Returns the name of a command with which the words begin. */
function pathIn({ paths = [] }: PathsOf, words: readonly string[]) {
  return paths.find((path) => path.every((word, i) => words[i] === word));
}

/** Whether the words begin a command: `plan`, `state`. */
function isCommand([first]: readonly string[]): boolean {
  return COMMAND_LIST.some(({ paths }) => paths.some(([word]) => word === first));
}

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['--refresh=false', '--no-refresh'],
  ['--refresh=true', '--refresh'],
  ['--save=false', '--no-save'],
  ['--save=true', '--save'],
]);

/** Translates spellings of other tools: `help plan`, and flags with a value, which Clipanion's flags do not take. */
function normalized(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  if (first === 'help' && (rest.length !== 1 || isCommand(rest))) return [...rest, '--help'];
  return words.map((word) => FLAGS.get(word) ?? word);
}
