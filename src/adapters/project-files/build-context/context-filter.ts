import { posix } from 'node:path';
import ignore from '@balena/dockerignore';
import { HelixError } from '../../../errors';
import type { ContextPlace } from '../../../graph/project-contents';

/** The choice of files of a build context. Paths are relative to the context, with `/`. */
export interface ContextFilter {
  /** Whether a file is part of the build context. */
  holds(path: string): boolean;
  /** Whether a directory can contain such files. */
  mayHold(path: string): boolean;
}

/** The text of an ignore file, and its path in the project. */
export interface IgnoreRules {
  readonly file: string;
  readonly text: string;
}

/**
 * Files that change without the program, or differ between two checkouts: those of git and Helix, and the variables that a
 * container gets when it runs, whose values would stay in a layer.
 */
const OWN_FILES = [
  '.git',
  '.helix',
  'helix.toml',
  'Blueprint.toml',
  'blueprint.toml',
  'helix.lock.json',
  '.env',
  'db/.env',
];

/**
 * Returns the files in which docker finds the rules of a Dockerfile, relative to the project. The first that exists
 * counts, and nothing is merged.
 */
export function ignoreFilesOf({ directory, dockerfile }: ContextPlace): readonly string[] {
  return [`${dockerfile}.dockerignore`, posix.join(directory, '.dockerignore')];
}

/**
 * Returns a filter by docker's rules. Helix's own files, ignore files and `leftOut` (relative to the project) are not part
 * of the context unless a `!` rule names them. A pattern such as `!*.toml` names none of them.
 * @throws HelixError `config` for an invalid pattern
 */
export function contextFilter(
  place: ContextPlace,
  rules: IgnoreRules,
  leftOut: readonly string[],
): ContextFilter {
  const text = rules.text.replace(/^\uFEFF/, '');
  const exceptions = exceptionsIn(text);
  const isNamed = (path: string): boolean =>
    exceptions.some((exception) => exception === path || exception.startsWith(`${path}/`));
  const own = [...OWN_FILES, ...ignoreFilesOf(place), ...leftOut]
    .map((path) => posix.relative(place.directory, path))
    .filter((path) => path !== '' && !/^\.\.(\/|$)/.test(path));
  const ignored = ignore({ ignorecase: false })
    .add(own.map(literally))
    .add(text)
    .add(own.filter((path) => !isNamed(path)).map(literally));
  const isIgnored = (path: string): boolean => {
    try {
      return ignored.ignores(path);
    } catch (error) {
      throw invalidPattern(rules, text, error);
    }
  };
  return {
    holds: (path) => !isIgnored(path),
    mayHold: (path) =>
      !isIgnored(path) ||
      exceptions.some((exception) => canMatchBelow(exception.split('/'), path.split('/'))),
  };
}

/** Returns the patterns of the `!` rules, as docker cleans them. */
function exceptionsIn(rules: string): readonly string[] {
  return rules
    .split(/\r?\n/)
    .filter((line) => line.trim().startsWith('!'))
    .map((line) => posix.normalize(line.trim().slice(1).trim()).replace(/^\/+|\/+$/g, ''))
    .filter((pattern) => pattern !== '' && pattern !== '.');
}

/** Whether a pattern can match the directory or a path below it. */
function canMatchBelow(pattern: readonly string[], directory: readonly string[]): boolean {
  for (const [i, name] of directory.entries()) {
    const part = pattern[i];
    if (part === undefined || part.includes('**')) return true;
    if (part !== name && !(/[*?[\\]/.test(part) && ignore({ ignorecase: false }).add([part]).ignores(name)))
      return false;
  }
  return true;
}

function literally(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&');
}

function invalidPattern({ file }: IgnoreRules, text: string, cause: unknown): HelixError {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => {
    try {
      ignore().add([line]).ignores('a/b');
      return false;
    } catch {
      return true;
    }
  });
  return new HelixError('config', `${file} contains an invalid pattern.`, {
    problems: [
      {
        severity: 'error',
        code: 'invalid-pattern',
        message: `\`${lines[index] ?? ''}\` is not a pattern`,
        hint: 'See https://docs.docker.com/reference/dockerfile/#dockerignore-file for the syntax.',
        place: { file, line: index + 1, column: 1, text: lines[index] ?? '' },
      },
    ],
    cause,
  });
}
