/** Randomness, for ids that nobody else may ever make. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
}
