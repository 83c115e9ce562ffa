import { statSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { HelixError } from '../../../errors';
import type { ContextPlace } from '../../../graph/project-contents';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { readOrNull, withReadErrors } from '../../host/read-errors';
import { ContextCache } from './context-cache';
import { contextFilter, ignoreFilesOf } from './context-filter';
import type { ContextFilter, IgnoreRules } from './context-filter';
import { readLeftOut } from './left-out';

/** A build context to list. */
export interface ContextRequest {
  readonly place: ContextPlace;
  /** The files of variables that containers get when they run, relative to the project. */
  readonly envFiles: readonly string[];
}

/** The Dockerfile as it is sent. */
export interface SentDockerfile {
  readonly text: string;
  /** The path in the archive. */
  readonly path: string;
  /** Whether steps cannot copy it: the rules leave it out, or it is not a file of the context. */
  readonly hidden: boolean;
}

/** A build context of which no file has been read yet. */
export interface OpenContext {
  /** The directory on this host. */
  readonly directory: string;
  readonly filter: ContextFilter;
  readonly cache: ContextCache;
  readonly dockerfile: SentDockerfile;
}

/** The name under which a Dockerfile is sent that is not a file of the context. */
const ELSEWHERE = '.helix-dockerfile';

/** Reads the Dockerfile and the rules of a context, and opens its cache; null where there is no such Dockerfile. */
export async function openContext(
  root: string,
  { place, envFiles }: ContextRequest,
): Promise<OpenContext | null> {
  const text = await readTextOrNull(join(root, place.dockerfile));
  if (text === null) return null;
  const directory = join(root, place.directory);
  assertDirectory(directory, place);
  const rules = await readRules(root, place);
  const leftOut = [...(await readLeftOut(root)), ...envFiles];
  const filter = contextFilter(place, rules, leftOut);
  const cache = ContextCache.open({
    root,
    place: `${place.directory}:${place.dockerfile}`,
    rules: [rules.text, leftOut],
  });
  const dockerfile = await findDockerfile(root, place, filter, text);
  return { directory, filter, cache, dockerfile };
}

function assertDirectory(directory: string, place: ContextPlace): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new HelixError('config', `The build context ${place.directory} is not a directory.`, {
    hint: 'Set `context` to a directory, relative to the project.',
  });
}

async function readTextOrNull(path: string): Promise<string | null> {
  return withReadErrors(path, readOrNull(readTextAtMost(path, LARGEST.text)));
}

async function readRules(root: string, place: ContextPlace): Promise<IgnoreRules> {
  for (const file of ignoreFilesOf(place)) {
    const text = await readTextOrNull(join(root, file));
    if (text !== null) return { file, text };
  }
  return { file: '.dockerignore', text: '' };
}

async function findDockerfile(
  root: string,
  place: ContextPlace,
  filter: ContextFilter,
  text: string,
): Promise<SentDockerfile> {
  const path = posix.relative(place.directory, place.dockerfile);
  const isInside = !/^\.\.(\/|$)/.test(path) && (await lstat(join(root, place.dockerfile))).isFile();
  return isInside ? { text, path, hidden: !filter.holds(path) } : { text, path: ELSEWHERE, hidden: true };
}
