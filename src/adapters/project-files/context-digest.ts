import { digestOf } from '../../values/digest';

/** A file or link of a build context. Of its mode only what git keeps counts, so that two checkouts are the same. */
export interface ContextEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link';
  /** SHA-256 of the content, in hex; of a link, where it points. */
  readonly content: string;
}

/** SHA-256 over all entries, whatever their order. Directories count by what is in them. */
export function contextDigest(entries: readonly ContextEntry[]): string {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  return digestOf(sorted.map(({ path, kind, content }) => [path, kind, content]));
}
