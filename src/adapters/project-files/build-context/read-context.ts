import type { BuildContext } from '../../../graph/project-contents';
import type { Random } from '../../../ports/random';
import { contextDigest, shortDigest } from './context-digest';
import type { ContextEntry } from './context-digest';
import { listContext } from './list-context';
import { openContext } from './open-context';
import type { ContextRequest } from './open-context';
import { findUnchanged } from './unchanged-context';

/** The largest number of files that are recorded one by one, to show which have changed. */
const RECORDED = 1000;

/** Returns a build context by digests; null where there is no such Dockerfile. */
export async function readContext(
  root: string,
  request: ContextRequest,
  random: Random,
): Promise<BuildContext | null> {
  const context = await openContext(root, request);
  if (context === null) return null;
  const { place } = request;
  const dockerfileText = context.dockerfile.text;
  const isLarge = (context.cache.summary?.fileCount ?? 0) > RECORDED;
  const unchanged = isLarge ? findUnchanged(context) : null;
  if (unchanged !== null) {
    const { digest, fileCount, bytes, notes } = unchanged;
    return { place, digest, files: null, fileCount, bytes, notes, dockerfileText };
  }
  const { entries, digest, bytes, notes } = await listContext(context, random);
  return { place, digest, files: filesOf(entries), fileCount: entries.length, bytes, notes, dockerfileText };
}

/** Returns the digest of entries that are in order, and their files. */
export function summaryOf(
  entries: readonly ContextEntry[],
): Pick<BuildContext, 'digest' | 'files' | 'fileCount'> {
  return { digest: contextDigest(entries), files: filesOf(entries), fileCount: entries.length };
}

function filesOf(entries: readonly ContextEntry[]): BuildContext['files'] {
  if (entries.length > RECORDED) return null;
  return Object.fromEntries(entries.map((entry) => [entry.path, shortDigest(entry)]));
}
