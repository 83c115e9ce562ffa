import { setImmediate } from 'node:timers/promises';
import type { Random } from '../../../ports/random';
import { errnoOf } from '../../host/errno';
import type { HashedFile } from './cached-files';
import type { ContextCache } from './context-cache';
import { hashFile } from './hash-file';
import type { HashedContent } from './hash-file';
import { unreadable } from './walk-context';
import type { FoundFile } from './walk-context';

/** Smaller contexts are read anew each time: that takes less time than a cache. */
const WORTH_A_CACHE = { files: 500, bytes: 16 * 1024 * 1024 };
/** The number of files after which others get a turn: hashing a file waits for the disk. */
const TURN = 100;

/**
 * Returns each file with its content: from the cache where it has not changed, else hashed. A file that was deleted
 * meanwhile is left out.
 */
export async function hashFiles(
  directory: string,
  found: readonly FoundFile[],
  cache: ContextCache,
  random: Random,
): Promise<readonly HashedFile[]> {
  const known = found.map((file) => cache.files.find(file));
  const isCurrent = !known.includes(null) && found.length === cache.files.size;
  const update = isCurrent || !isWorthACache(found) ? null : await cache.begin(random);
  const files: HashedFile[] = [];
  for (const [i, file] of found.entries()) {
    let content = known[i] ?? null;
    if (content === null) {
      if (i % TURN === 0) await setImmediate();
      content = await hashUnlessDeleted(directory, file);
    }
    if (content !== null) files.push({ found: file, sha256: content.sha256, script: content.script });
  }
  await update?.save(files);
  return files;
}

function isWorthACache(found: readonly FoundFile[]): boolean {
  if (found.length >= WORTH_A_CACHE.files) return true;
  return found.reduce((bytes, { size }) => bytes + size, 0) >= WORTH_A_CACHE.bytes;
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
