import type { CommandClass } from 'clipanion';
import { nearestWord } from '../values/did-you-mean';
import { HelixError } from '../errors';
import { shapeOf } from './command-shape';
import type { CommandShape, OptionShape } from './command-shape';
import type { HelixContext } from './context';

/** Explains a command line that the parser rejects, in our words. `words` follow the name of the command. */
export function misused(
  command: CommandClass<HelixContext>,
  words: readonly string[],
  error: Error,
): HelixError {
  const shape = shapeOf(command);
  const { message, hint } = problemOf(shape, words) ?? { message: firstLine(error), hint: undefined };
  return wrongLine(`\`${shape.title}\`: ${message}`, hint, shape.title);
}

/** Whether an error is Clipanion's own, about the words of a command line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'clipanion' in error;
}

/** Returns a usage error that ends with the place of the help. */
export function wrongLine(message: string, suggestion: string | undefined, helpOf: string): HelixError {
  const help = `See \`${helpOf} --help\`.`;
  return new HelixError('usage', message, {
    hint: suggestion === undefined ? help : `${suggestion} ${help}`,
  });
}

interface LineProblem {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Returns the first problem in the words, from left to right; null where they are fine. */
function problemOf(shape: CommandShape, words: readonly string[]): LineProblem | null {
  const { positionals } = shape;
  const places: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === '--') {
      places.push(...words.slice(i + 1));
      break;
    }
    if (!isOption(word)) {
      places.push(word);
      continue;
    }
    const found = optionNamed(shape, word);
    if (found === null) return unknownOption(shape, word);
    const [name, value] = split(word);
    if (!found.takesValue && value !== undefined) return { message: `${name} takes no value` };
    if (!found.takesValue || value !== undefined) continue;
    const next = words[(i += 1)];
    if (next === undefined || isOption(next)) return missingValue(shape, name, next);
  }
  const extra = places[positionals.length];
  const takesAny = positionals.at(-1)?.repeats === true;
  if (extra !== undefined && !takesAny) return tooMany(positionals, extra);
  const missing = positionals.find(({ required }, index) => required && places[index] === undefined);
  return missing === undefined ? null : { message: `${missing.name} is missing` };
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

function split(word: string): readonly [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

const HELP: OptionShape = { names: ['--help', '-h'], takesValue: false, description: '', default: null };

function optionNamed({ options }: CommandShape, word: string): OptionShape | null {
  const [name] = split(word);
  // Clipanion takes `--no-NAME` of every flag.
  const isNamed = ({ names, takesValue }: OptionShape) =>
    names.includes(name) || (!takesValue && names.includes(name.replace(/^--no-/, '--')));
  return [...options, HELP].find(isNamed) ?? null;
}

function unknownOption({ options }: CommandShape, word: string): LineProblem {
  const [name] = split(word);
  const known = options.flatMap(({ names }) => names).filter((option) => option.startsWith('--'));
  const bare = known.map((option) => option.slice(2));
  const near = /^-+\d/.test(word) ? undefined : nearestWord(name.replace(/^-+/, ''), bare);
  return {
    message: `there is no option ${name}`,
    hint: near === undefined ? undefined : `Did you mean \`--${near}\`?`,
  };
}

function missingValue(shape: CommandShape, name: string, next: string | undefined): LineProblem {
  const message = `${name} needs a value`;
  if (next === undefined || optionNamed(shape, next) !== null) return { message };
  return {
    message: `${message}, and "${next}" looks like an option`,
    hint: `Write \`${name}=${next}\` if it is the value.`,
  };
}

function tooMany(positionals: CommandShape['positionals'], extra: string): LineProblem {
  const names = positionals.map(({ name }) => name).join(' ');
  return { message: names === '' ? `unexpected "${extra}"` : `unexpected "${extra}" after ${names}` };
}

function firstLine({ message }: Error): string {
  const [first = ''] = message.split('\n');
  return first.replace(/\.$/, '');
}
