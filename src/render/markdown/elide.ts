/** A piece of a report that is left out where the report is too long. */
export interface Piece {
  readonly text: string;
  /** The order in which pieces are left out: 0 first. A piece without a rank always stays. */
  readonly rank: number | null;
}

/**
 * Returns the pieces to leave out so that the others have room in `most` bytes: by rank, the last of a rank first. All with
 * a rank are left out where the others alone are too many.
 */
export function elided<P extends Piece>(pieces: readonly P[], most: number): ReadonlySet<P> {
  let total = 0;
  for (const { text } of pieces) total += bytesOf(text);
  const dropped = new Set<P>();
  const ranks = [...new Set(pieces.flatMap(({ rank }) => (rank === null ? [] : [rank])))].sort(
    (a, b) => a - b,
  );
  for (const rank of ranks) {
    for (let index = pieces.length - 1; index >= 0 && total > most; index -= 1) {
      const piece = pieces[index];
      if (piece?.rank !== rank) continue;
      dropped.add(piece);
      total -= bytesOf(piece.text);
    }
  }
  return dropped;
}

/** The bytes between two items. */
const SEPARATOR = 2;

/** Returns the items that have room in `most` bytes, and a line that counts the others. */
export function withinBytes(
  items: readonly string[],
  most: number,
  more: (count: number) => string,
): readonly string[] {
  let total = 0;
  const count = items.findIndex((item) => (total += bytesOf(item) + SEPARATOR) > most);
  return count === -1 ? items : [...items.slice(0, count), more(items.length - count)];
}

/** Returns the size of a text as UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
