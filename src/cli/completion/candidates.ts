import { CLOUD_NAMES } from '../../clouds';
import type { ProjectNames } from '../../workflows/project-names';
import type { CommandShape, OptionShape, PositionalShape } from '../command-shape';
import { KIND_WORDS } from '../kind-options';
import { SHELLS } from './shell-scripts';

/** A command as completion knows it: its words, and what it takes. */
export interface Completable {
  readonly path: readonly string[];
  readonly shape: () => CommandShape;
}

/** The kinds of words that may stand in a place. */
export type Wanted =
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'project'; readonly what: ProjectNames }
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
/** The options that name something of the project. */
const OF_PROJECT: Readonly<Record<string, ProjectNames>> = {
  '--target': 'resources',
  '--deployment-id': 'deployment-ids',
  '--workspace': 'workspaces',
  '--environment': 'environments',
  '--size': 'sizes',
};
/** The positionals that do. */
const PLACES: Readonly<Record<string, ProjectNames>> = {
  NAME: 'resources',
  ADDRESS: 'resources',
  FROM: 'resources',
  ID: 'cluster-ids',
};
/** The positionals that are one of a few words. */
const WORDS: Readonly<Record<string, readonly string[]>> = { SHELL: SHELLS, KIND: KIND_WORDS };

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
  const place = placeAt(command.path, before, options, positionals);
  if (place === undefined) return { type: 'files' };
  const few = WORDS[place.name];
  if (few !== undefined) return { type: 'words', words: few };
  const what = PLACES[place.name];
  return what === undefined ? { type: 'files' } : { type: 'project', what };
}

/** Returns the positional at the place after these words; undefined where a command takes no more. */
function placeAt(
  path: readonly string[],
  before: readonly string[],
  options: readonly OptionShape[],
  positionals: readonly PositionalShape[],
): PositionalShape | undefined {
  const isValue = (index: number): boolean =>
    options.find(({ names }) => names.includes(before[index - 1] ?? ''))?.takesValue === true;
  const taken = before.filter(
    (word, index) => index >= path.length && !word.startsWith('-') && !isValue(index),
  );
  const last = positionals.at(-1);
  return positionals[taken.length] ?? (last?.repeats === true ? last : undefined);
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
  const what = OF_PROJECT[option];
  if (what !== undefined) return { type: 'project', what };
  if (option === '--region') {
    const at = before.indexOf('--provider');
    return { type: 'regions', provider: at < 0 ? null : (before[at + 1] ?? null) };
  }
  return { type: 'files' };
}
