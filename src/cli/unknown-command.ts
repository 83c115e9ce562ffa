import { didYouMean } from '../values/did-you-mean';
import type { HelixError } from '../errors';
import { wrongLine } from './usage-error';

/** The words that other tools have for our commands. */
const SYNONYMS: Readonly<Record<string, string>> = {
  auth: 'login',
  cost: 'estimate',
  create: 'apply',
  diff: 'plan',
  down: 'destroy',
  list: 'state list',
  ls: 'state list',
  new: 'init',
  outputs: 'output',
  preview: 'plan',
  ps: 'status',
  refresh: 'plan --refresh',
  remove: 'delete',
  rm: 'delete',
  up: 'apply',
  update: 'apply',
  version: '--version',
};

/** Explains words that name no command. `names`: the commands, such as `state list`. */
export function unknownCommand(words: readonly string[], names: readonly string[]): HelixError {
  const plain = words.filter((word) => !word.startsWith('-'));
  const [first = '', second = ''] = plain;
  const synonym = Object.hasOwn(SYNONYMS, first) ? SYNONYMS[first] : undefined;
  const group = names.filter((name) => name.startsWith(`${first} `));
  const suggestion =
    (synonym === undefined ? undefined : `Use \`helix ${synonym}\`.`) ??
    didYouMean(`${first} ${second}`.trim(), names) ??
    (group.length === 0 ? didYouMean(first, names) : `Use ${listOf(group)}.`);
  const shown = group.length > 0 ? `${first} ${second}` : first;
  return wrongLine(`there is no command "${shown || words.join(' ')}"`, suggestion, 'helix');
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`helix ${name}\``).join(', ');
}
