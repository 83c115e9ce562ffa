import type { Cli, CommandClass } from 'clipanion';
import { didYouMean, nearestWord } from '../values/did-you-mean';
import { HelixError } from '../errors';
import type { HelixContext } from './context';

/** A command line that the parser rejects. */
export interface RejectedLine {
  readonly words: readonly string[];
  readonly cli: Cli<HelixContext>;
  /** The commands that the words name; none for an unknown command. */
  readonly asked: readonly CommandClass<HelixContext>[];
  /** All commands, for suggestions. */
  readonly commands: readonly CommandClass<HelixContext>[];
}

/** Explains the parser's error about a command line. Rethrows errors that are not usage errors. */
export function usageError(error: unknown, { words, cli, asked, commands }: RejectedLine): HelixError {
  if (!isUsageError(error)) throw error;
  const path = asked[0]?.paths?.[0];
  if (path === undefined) return noSuchCommand(words, commands);
  const name = `helix ${path.join(' ')}`;
  const options = optionNames(cli);
  const [unknown] = words
    .filter((word) => word.startsWith('-'))
    .flatMap((word) => word.split('=')[0] ?? [])
    .filter((option) => !options.includes(option) && option !== '--');
  if (unknown === undefined) return misused(name, error);
  const near = nearestWord(
    unknown.replace(/^-+/, ''),
    options.map((option) => option.replace(/^-+/, '')),
  );
  const suggestion = near === undefined ? undefined : `Did you mean \`--${near}\`?`;
  return wrong(`\`${name}\` has no option ${unknown}`, suggestion, name);
}

/** Explains the parser's error about the use of a command. */
export function misused(name: string, error: Error): HelixError {
  const [message = ''] = error.message.split('\n');
  return wrong(`\`${name}\`: ${message.replace(/\.$/, '')}`, undefined, name);
}

/** Whether an error is Clipanion's own, about the words of a command line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'clipanion' in error;
}

function noSuchCommand(
  words: readonly string[],
  commands: readonly CommandClass<HelixContext>[],
): HelixError {
  const names = commands.map(({ paths = [] }) => paths[0]?.join(' ') ?? '');
  const [first = '', second = ''] = commandWords(words);
  const group = names.filter((name) => name.startsWith(`${first} `));
  const suggestion =
    didYouMean(`${first} ${second}`.trim(), names) ??
    didYouMean(first, names) ??
    (group.length === 0 ? undefined : `There is ${group.map((name) => `\`helix ${name}\``).join(', ')}.`);
  const unknown = group.length === 0 || second === '' ? first : `${first} ${second}`;
  return wrong(`there is no command "${unknown}"`, suggestion, 'helix');
}

/** Returns the words that may name a command: neither options nor, where that leaves any, their values. */
function commandWords(words: readonly string[]): readonly string[] {
  const isOption = (word: string | undefined): boolean => word?.startsWith('-') ?? false;
  const plain = words.filter((word) => !isOption(word));
  const named = words.filter((word, index) => !isOption(word) && !isOption(words[index - 1]));
  return [named, plain, words].find((some) => some.length > 0) ?? [];
}

function wrong(message: string, suggestion: string | undefined, helpOf: string): HelixError {
  const help = `See \`${helpOf} --help\`.`;
  return new HelixError('usage', message, {
    hint: suggestion === undefined ? help : `${suggestion} ${help}`,
  });
}

function optionNames(cli: Cli<HelixContext>): string[] {
  return cli
    .definitions()
    .flatMap(({ options }) => options)
    .flatMap(({ definition }) => (definition.split(' ')[0] ?? '').split(','))
    .concat('--help', '-h');
}
