import { masked } from './mask';

/** Shorter values are common words and numbers: a key that short cannot be told from ordinary data. */
const LEAST_IN_DATA = 8;
const LEAST_IN_MESSAGES = 4;

/** The secrets that requests to one server carry: its API key, and the values behind references. */
export class SentSecrets {
  readonly #key: string | null;
  readonly #values = new Set<string>();

  constructor(key: string | null) {
    this.#key = key;
  }

  /** Remembers a value that a request is going to carry, and returns it. */
  remember<Value extends string | undefined>(value: Value): Value {
    if (value !== undefined) this.#values.add(value);
    return value;
  }

  /** The secrets that are masked wherever an answer repeats them. A value could equal a name, which must stay whole. */
  get inData(): readonly string[] {
    return this.#key !== null && this.#key.length >= LEAST_IN_DATA ? [this.#key] : [];
  }

  /** Masks all secrets in a text for people. */
  maskMessage = (text: string): string => {
    const secrets = [this.#key ?? '', ...this.#values].filter(({ length }) => length >= LEAST_IN_MESSAGES);
    return masked(text, secrets);
  };
}
