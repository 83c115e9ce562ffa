import { posix } from 'node:path';
import type { ContextNote } from '../../../resources/dockerfile/context-warnings';
import type { Random } from '../../../ports/random';
import type { HashedFile } from './cached-files';
import { contextDigest, inOrder } from './context-digest';
import type { ContextEntry } from './context-digest';
import { walkParts } from './context-parts';
import { hashFiles } from './hash-context';
import { hashBytes } from './hash-file';
import type { OpenContext, SentDockerfile } from './open-context';

/** All that a build context contains, before it is summarised or packed. */
export interface ListedContext {
  /** The directory on this host. */
  readonly directory: string;
  readonly entries: readonly ListedEntry[];
  /** The digest of all entries. */
  readonly digest: string;
  readonly bytes: number;
  readonly notes: readonly ContextNote[];
  readonly dockerfile: SentDockerfile;
}

export interface ListedEntry extends ContextEntry {
  /** The bytes of the file; 0 for a link. */
  readonly size: number;
  /** The content where it is not that of a file of the context. */
  readonly text?: string;
  /** The file on this host, where it has another path in the context. */
  readonly file?: string;
}

/** A context of more bytes than this is unusual: often a database or a build's output that nobody meant. */
const LARGE = 200 * 1024 * 1024;

/** Lists and hashes a build context, and keeps in its cache what it has found. */
export async function listContext(context: OpenContext, random: Random): Promise<ListedContext> {
  const { directory, dockerfile, cache } = context;
  const { hashed, parts, keep } = await hashFiles(
    directory,
    (visit) => walkParts(context, visit),
    cache,
    random,
  );
  const links = parts.links.map((link) => ({ ...link, size: 0 }));
  const sent = dockerfile.hidden ? [textEntry(dockerfile)] : [];
  const entries = inOrder<ListedEntry>([...hashed, ...links, ...sent]);
  const digest = contextDigest(entries);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const notes = [...parts.notes, ...notesOn(hashed, links, bytes)];
  await keep({ parts: parts.digest, digest, fileCount: entries.length, bytes, notes });
  return { directory, dockerfile, entries, digest, bytes, notes };
}

/** A file that the walk does not find. */
function textEntry({ path, text }: SentDockerfile): ListedEntry {
  const { sha256 } = hashBytes(Buffer.from(text));
  return { path, kind: 'file', content: sha256, size: Buffer.byteLength(text), text };
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
