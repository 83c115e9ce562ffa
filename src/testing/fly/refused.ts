/** An answer other than success. */
export class Refused extends Error {
  readonly status: number;
  /** The word for programs; empty where Fly gives none. */
  readonly word: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, word = '', headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.word = word;
    this.headers = headers;
  }
}

export function notFound(what: string): Refused {
  return new Refused(404, `${what} not found`, 'not_found');
}
