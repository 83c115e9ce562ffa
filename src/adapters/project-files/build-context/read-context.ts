import type { BuildContext } from '../../../graph/project-contents';
import type { Random } from '../../../ports/random';
import { contextDigest, shortDigest } from './context-digest';
import type { ContextEntry } from './context-digest';
import { readListedContext } from './list-context';
import type { ContextRequest } from './list-context';

/** The largest number of files that are recorded one by one, to show which have changed. */
const RECORDED = 1000;

/** Returns a build context by digests; null where there is no such Dockerfile. */
export async function readContext(
  root: string,
  request: ContextRequest,
  random: Random,
): Promise<BuildContext | null> {
  const listed = await readListedContext(root, request, random);
  if (listed === null) return null;
  const { entries, bytes, notes, dockerfile } = listed;
  return { ...summaryOf(entries), place: request.place, bytes, notes, dockerfileText: dockerfile.text };
}

/** Returns the digest of entries that are in order, and their files. */
export function summaryOf(
  entries: readonly ContextEntry[],
): Pick<BuildContext, 'digest' | 'files' | 'fileCount'> {
  const files =
    entries.length > RECORDED
      ? null
      : Object.fromEntries(entries.map((entry) => [entry.path, shortDigest(entry)]));
  return { digest: contextDigest(entries), files, fileCount: entries.length };
}
