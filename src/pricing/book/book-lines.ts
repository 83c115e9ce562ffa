import { HelixError } from '../../errors';

/** Makes the error of a broken book from the reason. */
export type Broken = (why: string) => HelixError;

export function brokenBook(file: string): Broken {
  return (why) =>
    new HelixError('config', `the price book ${file} is broken: ${why}`, {
      hint: '`helix prices update` writes a new one. Without a file in helix.prices/ the bundled book is used.',
    });
}

/** The lines of a book's text, read one after the other. Every method throws `broken` for an unexpected line. */
export class BookLines {
  readonly #text: string;
  readonly #broken: Broken;

  /** The offset of the next line. */
  at = 0;

  constructor(text: string, broken: Broken) {
    this.#text = text;
    this.#broken = broken;
  }

  get done(): boolean {
    return this.at >= this.#text.length;
  }

  next(): string {
    const end = this.#text.indexOf('\n', this.at);
    if (end < 0) throw this.#broken('it ends in the middle of a line');
    const line = this.#text.slice(this.at, end);
    this.at = end + 1;
    return line;
  }

  /** Returns the rest of a line that starts with `key`. */
  keyed(key: string): string {
    const line = this.next();
    if (!line.startsWith(`${key} `)) {
      throw this.#broken(`it has "${line.slice(0, 40)}" instead of a line \`${key}\``);
    }
    return line.slice(key.length + 1);
  }

  whileKeyed(key: string): string[] {
    const found: string[] = [];
    while (this.#text.startsWith(`${key} `, this.at)) found.push(this.keyed(key));
    return found;
  }

  /** Returns the lines that follow `key COUNT`. */
  counted(key: string): string[] {
    return this.take(Number(this.keyed(key)));
  }

  take(count: number): string[] {
    if (!Number.isSafeInteger(count) || count < 0) throw this.#broken('it has an invalid count');
    return Array.from({ length: Math.min(count, this.#text.length - this.at + 1) }, () => this.next());
  }
}
