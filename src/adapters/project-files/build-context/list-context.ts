import { readlinkSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { HelixError } from '../../../errors';
import type { ContextNote, ContextPlace } from '../../../graph/project-contents';
import { LARGEST } from '../../../values/sizes';
import { errnoOf } from '../../host/errno';
import { readTextAtMost } from '../../host/read-at-most';
import { readOrNull, withReadErrors } from '../../host/read-errors';
import { inOrder } from './context-digest';
import type { ContextEntry } from './context-digest';
import { contextFilter, ignoreFilesOf } from './context-filter';
import type { ContextFilter, IgnoreRules } from './context-filter';
import { hashBytes, hashFile } from './hash-file';
import type { HashedContent } from './hash-file';
import { readLeftOut } from './left-out';
import { listContext, unreadable } from './walk-context';

/** All that a build context contains, before it is summarised or packed. */
export interface ListedContext {
  /** The directory on this host. */
  readonly directory: string;
  readonly entries: readonly ListedEntry[];
  readonly bytes: number;
  readonly notes: readonly ContextNote[];
  readonly dockerfile: SentDockerfile;
}

export interface ListedEntry extends ContextEntry {
  /** The bytes of the file; 0 for a link. */
  readonly size: number;
  /** The content where it is not that of a file of the context. */
  readonly text?: string;
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
/** The number of files after which others get a turn: hashing waits for each call. */
const TURN = 256;

/** Lists and hashes a build context; null where there is no such Dockerfile. */
export async function readListedContext(root: string, place: ContextPlace): Promise<ListedContext | null> {
  const dockerfileText = await readTextOrNull(join(root, place.dockerfile));
  if (dockerfileText === null) return null;
  const directory = join(root, place.directory);
  assertDirectory(directory, place);
  const filter = contextFilter(place, await readRules(root, place), await readLeftOut(root));
  const dockerfile = await findDockerfile(root, place, filter, dockerfileText);
  const listing = new Listing(directory);
  for (const found of listContext(directory, filter)) {
    if (found.path !== dockerfile.path || !dockerfile.hidden) await listing.add(found.path, found.stats);
  }
  if (dockerfile.hidden) listing.addText(dockerfile.path, dockerfile.text);
  return { directory, dockerfile, ...listing.result() };
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

/** The entries and notes that are collected in one walk. */
class Listing {
  readonly #directory: string;
  readonly #entries: ListedEntry[] = [];
  readonly #notes: ContextNote[] = [];
  #bytes = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async add(path: string, stats: Stats): Promise<void> {
    if (this.#entries.length % TURN === 0) await setImmediate();
    if (stats.isSymbolicLink()) this.#addLink(path);
    else if (!stats.isFile()) this.#notes.push({ type: 'left-out', path });
    else {
      const content = await this.#hash(path, stats);
      if (content !== null) this.#addFile(path, stats, content);
    }
  }

  /** Adds a file that the walk does not find. */
  addText(path: string, text: string): void {
    const { sha256 } = hashBytes(Buffer.from(text));
    this.#entries.push({ path, kind: 'file', content: sha256, size: Buffer.byteLength(text), text });
  }

  result(): Pick<ListedContext, 'entries' | 'bytes' | 'notes'> {
    const entries = inOrder(this.#entries);
    return { entries, bytes: this.#bytes, notes: [...this.#notes, ...this.#largeFile()] };
  }

  #addLink(path: string): void {
    const target = readlinkSync(join(this.#directory, path));
    this.#entries.push({ path, kind: 'link', content: target, size: 0 });
    const inside = posix.join(posix.dirname(path), target);
    if (target.startsWith('/') || /^\.\.(\/|$)/.test(inside))
      this.#notes.push({ type: 'outside-link', path, target });
  }

  #addFile(path: string, { size, mode }: Stats, { sha256, script }: HashedContent): void {
    const executable = (mode & 0o100) !== 0;
    this.#entries.push({ path, kind: executable ? 'program' : 'file', content: sha256, size });
    this.#bytes += size;
    if (script !== 'no') this.#notes.push({ type: 'script', path, crlf: script === 'crlf', executable });
  }

  async #hash(path: string, { size }: Stats): Promise<HashedContent | null> {
    try {
      return await hashFile(join(this.#directory, path), size);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw unreadable(path, error);
    }
  }

  #largeFile(): readonly ContextNote[] {
    if (this.#bytes <= LARGE) return [];
    const { path, size } = this.#entries.reduce((largest, entry) =>
      entry.size > largest.size ? entry : largest,
    );
    return [{ type: 'large', path, bytes: size }];
  }
}
