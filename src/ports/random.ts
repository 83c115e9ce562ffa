/** Randomness, for ids that must be unique everywhere. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
}
