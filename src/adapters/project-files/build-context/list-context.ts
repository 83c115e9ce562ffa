import { existsSync, readlinkSync, statSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { HelixError } from '../../../errors';
import type { ContextPlace } from '../../../graph/project-contents';
import type { ContextNote } from '../../../resources/dockerfile/context-warnings';
import type { Random } from '../../../ports/random';
import { LARGEST } from '../../../values/sizes';
import { readTextAtMost } from '../../host/read-at-most';
import { readOrNull, withReadErrors } from '../../host/read-errors';
import type { HashedFile } from './cached-files';
import { ContextCache } from './context-cache';
import { inOrder } from './context-digest';
import type { ContextEntry } from './context-digest';
import { contextFilter, ignoreFilesOf } from './context-filter';
import type { ContextFilter, IgnoreRules } from './context-filter';
import { hashFiles } from './hash-context';
import { hashBytes } from './hash-file';
import { readLeftOut } from './left-out';
import { walkContext } from './walk-context';
import type { FoundFile } from './walk-context';

/** All that a build context contains, before it is summarised or packed. */
export interface ListedContext {
  /** The directory on this host. */
  readonly directory: string;
  readonly entries: readonly ListedEntry[];
  readonly bytes: number;
  readonly notes: readonly ContextNote[];
  readonly dockerfile: SentDockerfile;
}

/** A build context to list. */
export interface ContextRequest {
  readonly place: ContextPlace;
  /** The files of variables that containers get when they run, relative to the project. */
  readonly envFiles: readonly string[];
}

export interface ListedEntry extends ContextEntry {
  /** The bytes of the file; 0 for a link. */
  readonly size: number;
  /** The content where it is not that of a file of the context. */
  readonly text?: string;
  /** The file on this host, where it has another path in the context. */
  readonly file?: string;
}

/** The Dockerfile as it is sent. */
export interface SentDockerfile {
  readonly text: string;
  /** The path in the archive. */
  readonly path: string;
  /** Whether steps cannot copy it: the rules leave it out, or it is not a file of the context. */
  readonly hidden: boolean;
}

/** The name under which a Dockerfile is sent that is not a file of the context. */
const ELSEWHERE = '.helix-dockerfile';
/** A context of more bytes than this is unusual: often a database or a build's output that nobody meant. */
const LARGE = 200 * 1024 * 1024;

/** Lists and hashes a build context; null where there is no such Dockerfile. */
export async function readListedContext(
  root: string,
  { place, envFiles }: ContextRequest,
  random: Random,
): Promise<ListedContext | null> {
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
  const sent = dockerfile.hidden ? [textEntry(dockerfile)] : [];
  const links: ListedEntry[] = [];
  const notes: ContextNote[] = [...notesOnGit(directory, filter)];
  const list = (visit: (found: FoundFile) => void): void => {
    walkContext(directory, exceptCached(filter, cache), (found) => {
      const { path, type } = found;
      if (path === sent[0]?.path) return;
      if (type === 'file') visit(found);
      else if (type === 'link') links.push(linkEntry(directory, path));
      else notes.push({ type: 'left-out', path });
    });
  };
  const hashed = await hashFiles(directory, list, cache, random);
  const entries = inOrder([...hashed, ...links, ...sent]);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  notes.push(...notesOn(hashed, links, bytes));
  return { directory, dockerfile, entries, bytes, notes };
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

/** Returns a filter that does not match the paths that the cache expects: matching takes longer than all else. */
function exceptCached(filter: ContextFilter, cache: ContextCache): ContextFilter {
  return { ...filter, holds: (path) => cache.files.isNext(path) || filter.holds(path) };
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

/** A file that the walk does not find. */
function textEntry({ path, text }: SentDockerfile): ListedEntry {
  const { sha256 } = hashBytes(Buffer.from(text));
  return { path, kind: 'file', content: sha256, size: Buffer.byteLength(text), text };
}

function linkEntry(directory: string, path: string): ListedEntry {
  return { path, kind: 'link', content: readlinkSync(join(directory, path)), size: 0 };
}

function notesOnGit(directory: string, filter: ContextFilter): readonly ContextNote[] {
  const isLeftOut = !filter.holds('.git') && existsSync(join(directory, '.git'));
  return isLeftOut ? [{ type: 'git-left-out', path: '.git' }] : [];
}

function notesOn(
  hashed: readonly HashedFile[],
  links: readonly ListedEntry[],
  bytes: number,
): readonly ContextNote[] {
  const notes: ContextNote[] = [];
  for (const { path, kind, script } of hashed) {
    if (script === 'no') continue;
    notes.push({ type: 'script', path, crlf: script === 'crlf', executable: kind === 'program' });
  }
  for (const { path, content: target } of links) {
    if (leadsOut(path, target)) notes.push({ type: 'outside-link', path, target });
  }
  const [first, ...others] = hashed;
  if (bytes > LARGE && first !== undefined) {
    const { path, size } = others.reduce(
      (largest, file) => (file.size > largest.size ? file : largest),
      first,
    );
    notes.push({ type: 'large', path, bytes: size });
  }
  return notes;
}

function leadsOut(path: string, target: string): boolean {
  return target.startsWith('/') || /^\.\.(\/|$)/.test(posix.join(posix.dirname(path), target));
}
