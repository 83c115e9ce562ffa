import { digestOf, digestOfList } from '../../../values/digest';

/** A file or link of a build context. It keeps the part of the mode that git keeps, so that two checkouts are the same. */
export interface ContextEntry {
  /** The path relative to the context, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link';
  /** The SHA-256 of the content, in hex; the target of a link. */
  readonly content: string;
}

/** Returns the entries in the order in which they are hashed and packed. */
export function inOrder<Entry extends ContextEntry>(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Returns the SHA-256 of all entries, which are in order. Directories count by their content. */
export function contextDigest(entries: readonly ContextEntry[]): string {
  return digestOfList(triples(entries));
}

function* triples(entries: readonly ContextEntry[]): Generator<readonly string[]> {
  for (const { path, kind, content } of entries) yield [path, kind, content];
}

/** Returns 16 hex digits that change with the kind and content of an entry. */
export function shortDigest({ kind, content }: ContextEntry): string {
  return digestOf([kind, content]).slice(0, 16);
}
