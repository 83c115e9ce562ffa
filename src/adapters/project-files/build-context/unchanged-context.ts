import type { ContextSummary } from './context-cache';
import { walkParts } from './context-parts';
import type { OpenContext } from './open-context';

/** Ends a walk at the first change. */
class Changed extends Error {}

/**
 * Returns the summary of a context that the cache has, where each file is as it was; else null. Nothing is kept of the
 * files: to list and to hash 50,000 takes longer than to ask for their status.
 * @throws HelixError `config` for what cannot be read
 */
export function findUnchanged(context: OpenContext): ContextSummary | null {
  const { cache } = context;
  const { summary } = cache;
  if (summary === null) return null;
  let count = 0;
  try {
    const { digest } = walkParts(context, (found) => {
      if (!cache.files.isUnchanged(found)) throw new Changed();
      count += 1;
    });
    return digest === summary.parts && count === cache.files.size ? summary : null;
  } catch (error) {
    if (error instanceof Changed) return null;
    throw error;
  } finally {
    cache.files.rewind();
  }
}
