import { CLOUD_NAMES } from '../../clouds';
import type { CommandShape } from '../command-shape';

/** A command as completion knows it: its words, and what it takes. */
export interface Completable {
  readonly path: readonly string[];
  readonly shape: () => CommandShape;
}

/** The kinds of words that may stand in a place. */
export type Wanted =
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'resources' }
  | { readonly type: 'regions'; readonly provider: string | null }
  | { readonly type: 'files' };

const FIXED: Readonly<Record<string, readonly string[]>> = {
  '--provider': CLOUD_NAMES,
  '--arch': ['amd64', 'arm64'],
  '--profile': ['min', 'recommended'],
  '--format': ['text', 'json', 'markdown', 'html', 'csv', 'infracost'],
  '--build-mode': ['dev', 'release'],
  '--storage': ['memory', 'disk', 's3'],
};
const OF_RESOURCES: readonly string[] = ['--target', '--deployment-id'];
/** The positionals that name something of the project. */
const NAMES: readonly string[] = ['NAME', 'ADDRESS', 'FROM'];

/** Returns what may stand in the place of the last of the words; the others are before it. */
export function wantedAt(words: readonly string[], commands: readonly Completable[]): Wanted {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commands
    .filter(({ path }) => path.every((word, index) => before[index] === word))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (command === undefined) return { type: 'words', words: nextWords(before, commands) };
  const { options, positionals } = command.shape();
  const previous = before.at(-1) ?? '';
  const option = options.find(({ names }) => names.includes(previous));
  if (option?.takesValue === true) return valueOf(previous, before);
  if (last.startsWith('-'))
    return { type: 'words', words: [...options.flatMap(({ names }) => names), '--help'] };
  // A group such as `state` may be a command and the beginning of others.
  const deeper = nextWords(before, commands);
  if (deeper.length > 0) return { type: 'words', words: deeper };
  const takesName = positionals.some(({ name }) => NAMES.includes(name));
  return takesName ? { type: 'resources' } : { type: 'files' };
}

function nextWords(before: readonly string[], commands: readonly Completable[]): readonly string[] {
  const next = commands.flatMap(({ path }) =>
    path.length > before.length && before.every((word, index) => path[index] === word)
      ? [path[before.length] ?? '']
      : [],
  );
  return [...new Set(next)];
}

function valueOf(option: string, before: readonly string[]): Wanted {
  const fixed = FIXED[option];
  if (fixed !== undefined) return { type: 'words', words: fixed };
  if (OF_RESOURCES.includes(option)) return { type: 'resources' };
  if (option === '--region') {
    const at = before.indexOf('--provider');
    return { type: 'regions', provider: at < 0 ? null : (before[at + 1] ?? null) };
  }
  return { type: 'files' };
}
