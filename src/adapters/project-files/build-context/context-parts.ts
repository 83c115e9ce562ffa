import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextNote } from '../../../resources/dockerfile/context-warnings';
import { digestOf } from '../../../values/digest';
import type { ContextCache } from './context-cache';
import type { ContextEntry } from './context-digest';
import type { ContextFilter } from './context-filter';
import type { OpenContext } from './open-context';
import { walkContext } from './walk-context';
import type { FoundFile } from './walk-context';

/** The links of a context, and its notes: all but its files. */
export interface ContextParts {
  readonly links: readonly ContextEntry[];
  /** The paths that are left out of it, and why. */
  readonly notes: readonly ContextNote[];
  /** A digest of these and of the Dockerfile. */
  readonly digest: string;
}

/** Visits the files of a context, and returns the rest of it. */
export function walkParts(
  { directory, filter, cache, dockerfile }: OpenContext,
  visit: (found: FoundFile) => void,
): ContextParts {
  const links: ContextEntry[] = [];
  const notes: ContextNote[] = [...notesOnGit(directory, filter)];
  const sent = dockerfile.hidden ? dockerfile.path : null;
  walkContext(directory, exceptCached(filter, cache), (found) => {
    const { path, type } = found;
    if (path === sent) return;
    if (type === 'file') visit(found);
    else if (type === 'link')
      links.push({ path, kind: 'link', content: readlinkSync(join(directory, path)) });
    else notes.push({ type: 'left-out', path });
  });
  const { path, hidden, text } = dockerfile;
  const digest = digestOf([
    [path, hidden, text],
    links.map((link) => [link.path, link.content]),
    notes.map((note) => [note.type, note.path]),
  ]);
  return { links, notes, digest };
}

/** Returns a filter that does not match the paths that the cache expects: matching takes longer than all else. */
function exceptCached(filter: ContextFilter, cache: ContextCache): ContextFilter {
  return { ...filter, holds: (path) => cache.files.isNext(path) || filter.holds(path) };
}

function notesOnGit(directory: string, filter: ContextFilter): readonly ContextNote[] {
  const isLeftOut = !filter.holds('.git') && existsSync(join(directory, '.git'));
  return isLeftOut ? [{ type: 'git-left-out', path: '.git' }] : [];
}
