const MIB = 1024 * 1024;

/** The maximum number of bytes that are read of one file or answer, by its content. Valid ones are far smaller. */
export const LARGEST = {
  /** A file that people edit, and a price book. 100,000 clusters in a helix.toml take 9 MiB. */
  text: 32 * MIB,
  credentials: MIB,
  /** A state, a journal or a saved plan. The plan of 100,000 clusters takes 150 MiB; no JavaScript string holds 512 MiB. */
  record: 500 * MIB,
  /** One answer of Helix Cloud. A page of 1,000 clusters takes about 1 MiB. */
  answer: 16 * MIB,
} as const;

/** Renders a number of bytes in whole MiB, for messages. */
export function sizeText(bytes: number): string {
  return `${Math.floor(bytes / MIB)} MiB`;
}
