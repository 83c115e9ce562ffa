/**
 * The text of a price book, one cloud in one file: lines of words, made for small files and small differences.
 *
 *     helix-price-book 1 CLOUD
 *     sha256 4f2c...                          over all that follows
 *     month 730
 *     as-of 2026-07-20
 *     source on demand: ...                   where a group of figures comes from
 *     types 2
 *     c5.large 2 4 amd64                      name, vCPU, GiB, architecture
 *     g4dn.xlarge 4 16 amd64 gpu=1xT4:16      ... burstable, gpu=COUNTxMODEL:GIB, disk=GB
 *     figures 1
 *     us-east-1 ebs-gp3 GB-month 0.08 2024-07-18
 *     region us-east-1 2 2026-07-20           how many offers; the date of most
 *     0.085 0.03485                           on demand, spot: of the first type
 *     +3 0.526                                passes over three types; `@2025-04-04` is a date of its own
 */
export const BOOK_MAGIC = 'helix-price-book';

/** The newest form that this version reads and writes. */
export const BOOK_FORMAT = 1;

/** The folder of a project's own books, beside helix.toml. */
export const PROJECT_BOOKS = 'helix.prices';

/** The name of the file that holds the book of one cloud. */
export function bookFile(provider: string): string {
  return `${provider}.prices`;
}
