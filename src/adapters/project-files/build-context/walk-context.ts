import { lstatSync, readdirSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import { errnoOf } from '../../host/errno';
import { reasonOf } from '../../host/read-errors';
import type { ContextFilter } from './context-filter';

/** An entry of a directory that the rules leave in a context. */
export interface FoundFile {
  /** The path relative to the context, with `/`. */
  readonly path: string;
  readonly type: 'file' | 'link' | 'other';
  /** The bit of the mode that git keeps. */
  readonly executable: boolean;
  readonly size: number;
  readonly mtimeMs: number;
  /** The time of the last change of status, which programs cannot set. */
  readonly ctimeMs: number;
  readonly inode: number;
}

/**
 * Visits the files, links and other things of a directory that a filter holds. Empty directories are not visited: git does
 * not keep them. It waits for each call, because 50,000 asynchronous ones take seconds, and asks for names alone, because
 * the status of each file tells its type as well.
 * @throws HelixError `config` for what cannot be read, and for a name that is not UTF-8
 */
export function walkContext(
  directory: string,
  filter: ContextFilter,
  visit: (found: FoundFile) => void,
  prefix = '',
): void {
  for (const name of readNames(directory, prefix, filter)) {
    const path = `${prefix}${name}`;
    const isHeld = filter.holds(path);
    if (!isHeld && !filter.mayHold(path)) continue;
    const stats = readStats(directory, path, isHeld);
    if (stats?.isDirectory() === true) walkContext(directory, filter, visit, `${path}/`);
    else if (stats !== null && isHeld) visit(foundFile(path, stats));
  }
}

function readNames(directory: string, prefix: string, filter: ContextFilter): readonly string[] {
  const path = prefix.slice(0, -1);
  try {
    return readdirSync(join(directory, prefix));
  } catch (error) {
    if (path === '') throw unreadable(directory, error);
    if (errnoOf(error) === 'ENOENT') return [];
    throw filter.holds(path) ? unreadable(path, error) : unreadableBelow(path, error);
  }
}

function foundFile(path: string, stats: Stats): FoundFile {
  const { size, mtimeMs, ctimeMs, ino: inode, mode } = stats;
  const type = stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other';
  return { path, type, executable: (mode & 0o100) !== 0, size, mtimeMs, ctimeMs, inode };
}

/** Returns null for a file that was deleted since its directory was read. */
function readStats(directory: string, path: string, isHeld: boolean): Stats | null {
  try {
    const stats = lstatSync(`${directory}/${path}`, { throwIfNoEntry: false }) ?? null;
    if (stats === null && isHeld && path.includes('\ufffd')) throw notUtf8(path);
    return stats;
  } catch (error) {
    if (error instanceof HelixError) throw error;
    throw isHeld ? unreadable(path, error) : unreadableBelow(path, error);
  }
}

/** Returns the error for a path that a build needs and cannot read. */
export function unreadable(path: string, cause: unknown): HelixError {
  return new HelixError(
    'config',
    `Cannot read ${path}, which is part of the build context: ${reasonOf(cause)}.`,
    { hint: `Make it readable, or add the line \`${path}\` to .dockerignore.`, cause },
  );
}

/** Returns the error for a path that the rules leave out, with something below it that they do not. */
function unreadableBelow(path: string, cause: unknown): HelixError {
  return new HelixError('config', `Cannot read ${path}: ${reasonOf(cause)}.`, {
    hint: 'The ignore file leaves it out, but a `!` rule can match below it: narrow that rule, or make it readable.',
    cause,
  });
}

function notUtf8(path: string): HelixError {
  return new HelixError('config', `The name of ${path} in the build context is not UTF-8.`, {
    hint: `Rename it, or add the line \`${path.replaceAll('\ufffd', '?')}\` to .dockerignore.`,
  });
}
