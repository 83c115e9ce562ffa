/** Randomness, for ids that must be unique everywhere. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** 32 random bytes in base64: a key that nobody can guess. */
  key(): string;
}
