import type { Cli, CommandClass } from 'clipanion';
import { didYouMean, nearestWord } from '../values/did-you-mean';
import { HelixError } from '../errors';
import { COMMANDS } from './commands';
import type { HelixContext } from './context';

/**
 * What is wrong with a command line that the parser does not understand; `asked` is the command that it names, if any.
 * @throws what is no complaint of the parser
 */
export function usageError(
  error: unknown,
  words: readonly string[],
  cli: Cli<HelixContext>,
  asked: readonly CommandClass<HelixContext>[],
): HelixError {
  if (!isUsageError(error)) throw error;
  const path = asked[0]?.paths?.[0];
  if (path === undefined) return noSuchCommand(words);
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

/** What is wrong with the use of a command that was found. */
export function misused(name: string, error: Error): HelixError {
  const [complaint = ''] = error.message.split('\n');
  return wrong(`\`${name}\`: ${complaint.replace(/\.$/, '')}`, undefined, name);
}

/** Clipanion's own complaint about the words of a command line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'clipanion' in error;
}

function noSuchCommand(words: readonly string[]): HelixError {
  const names = COMMANDS.map(({ paths = [] }) => paths[0]?.join(' ') ?? '');
  const plain = words.filter((word) => !word.startsWith('-'));
  const [first = '', second = ''] = plain;
  const group = names.filter((name) => name.startsWith(`${first} `));
  const suggestion =
    didYouMean(`${first} ${second}`.trim(), names) ??
    didYouMean(first, names) ??
    (group.length === 0 ? undefined : `There is ${group.map((name) => `\`helix ${name}\``).join(', ')}.`);
  return wrong(`there is no command "${(plain.length > 0 ? plain : words).join(' ')}"`, suggestion, 'helix');
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
