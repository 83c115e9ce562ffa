import { setImmediate } from 'node:timers/promises';
import type { Random } from '../../../ports/random';
import { errnoOf } from '../../host/errno';
import { FileTimes } from './cached-files';
import type { HashedFile } from './cached-files';
import type { ContextCache, ContextSummary } from './context-cache';
import type { ContextParts } from './context-parts';
import { hashFile } from './hash-file';
import type { HashedContent } from './hash-file';
import { unreadable } from './walk-context';
import type { FoundFile } from './walk-context';

/** Smaller contexts are read anew each time: that takes less time than a cache. */
const WORTH_A_CACHE = { files: 500, bytes: 16 * 1024 * 1024 };
/** The number of files after which others get a turn: hashing a file waits for the disk. */
const TURN = 100;

/** The files of a context with their content. */
export interface HashedFiles {
  readonly hashed: readonly HashedFile[];
  readonly parts: ContextParts;
  /** Writes the cache where it is worth one and has changed. */
  readonly keep: (summary: ContextSummary) => Promise<void>;
}

/**
 * Returns each file that `list` finds with its content: from the cache where it has not changed, else hashed. A file that
 * was deleted meanwhile is left out. The status of a file is dropped once its content is known: 50,000 of them keep the
 * garbage collector busy.
 */
export async function hashFiles(
  directory: string,
  list: (visit: (found: FoundFile) => void) => ContextParts,
  cache: ContextCache,
  random: Random,
): Promise<HashedFiles> {
  const files: (HashedFile | null)[] = [];
  const times = new FileTimes();
  const unknown: { readonly index: number; readonly found: FoundFile }[] = [];
  let bytes = 0;
  const parts = list((found) => {
    const content = cache.files.find(found);
    if (content === null) unknown.push({ index: files.length, found });
    files.push(content === null ? null : hashedFile(found, content));
    times.add(found);
    bytes += found.size;
  });
  const isCurrent =
    unknown.length === 0 && files.length === cache.files.size && cache.summary?.parts === parts.digest;
  const isWorthACache = files.length >= WORTH_A_CACHE.files || bytes >= WORTH_A_CACHE.bytes;
  const update = isCurrent || !isWorthACache ? null : await cache.begin(random);
  for (const [i, { index, found }] of unknown.entries()) {
    if (i % TURN === 0) await setImmediate();
    const content = await hashUnlessDeleted(directory, found);
    if (content !== null) files[index] = hashedFile(found, content);
  }
  return {
    hashed: files.filter((file) => file !== null),
    parts,
    keep: async (summary) => update?.save(files, times, summary),
  };
}

function hashedFile({ path, executable, size }: FoundFile, { sha256, script }: HashedContent): HashedFile {
  return { path, kind: executable ? 'program' : 'file', content: sha256, size, script };
}

async function hashUnlessDeleted(
  directory: string,
  { path, size }: FoundFile,
): Promise<HashedContent | null> {
  try {
    return await hashFile(`${directory}/${path}`, size);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw unreadable(path, error);
  }
}
