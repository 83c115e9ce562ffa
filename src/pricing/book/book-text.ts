/**
 * The first word of a price book's text. A book is one cloud in one file, in lines of words, so that files and their
 * differences are small:
 *
 *     helix-price-book 1 CLOUD
 *     sha256 4f2c...                          of all lines below
 *     month 730
 *     as-of 2026-07-20
 *     source on demand: ...                   the origin of a group of prices
 *     types 2
 *     c5.large 2 4 amd64                      name, vCPU, GiB, architecture
 *     g4dn.xlarge 4 16 amd64 gpu=1xT4:16      ... burstable, gpu=COUNTxMODEL:GIB, disk=GB
 *     figures 1
 *     us-east-1 ebs-gp3 GB-month 0.08 2024-07-18
 *     region us-east-1 2 2026-07-20           the number of offers; the date of most
 *     0.085 0.03485                           on demand and spot, of the first type
 *     +3 0.526                                skips three types; `@2025-04-04` would be a date of its own
 */
export const BOOK_MAGIC = 'helix-price-book';

/** The format that this version reads and writes. */
export const BOOK_FORMAT = 1;

/** The folder of a project's own books, beside helix.toml. */
export const PROJECT_BOOKS = 'helix.prices';

/** The name of the file that holds the book of one cloud. */
export function bookFile(provider: string): string {
  return `${provider}.prices`;
}
