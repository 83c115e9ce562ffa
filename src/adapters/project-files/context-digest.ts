import { digestOf } from '../../values/digest';

/** A file or link of a build context. It keeps the part of the mode that git keeps, so that two checkouts are the same. */
export interface ContextEntry {
  /** The relative path, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link';
  /** The SHA-256 of the content, in hex; the target of a link. */
  readonly content: string;
}

/** Returns the SHA-256 of all entries, in any order. Directories count by their content. */
export function contextDigest(entries: readonly ContextEntry[]): string {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  return digestOf(sorted.map(({ path, kind, content }) => [path, kind, content]));
}
