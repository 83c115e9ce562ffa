import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { HelixError } from '../../errors';
import { FILE_ERRORS } from '../../values/file-errors';

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;

/** A file that lines are appended to for other programs. It never fails: a line that cannot be written is lost. */
export class EventFile {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  #descriptor: number | null = null;

  /**
   * Opens a file, or a pipe or socket that somebody reads. `warn` is told, once, why lines are lost.
   * @throws HelixError `config` for a file that holds something other than events
   */
  constructor(path: string, warn: (message: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#attempt(() => {
      assertEvents(path);
      // A pipe without a reader would block for as long as nobody reads it.
      this.#descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
    });
  }

  /** Appends lines. A whole stream of lines stays readable when several runs append to one file. */
  write(text: string): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#attempt(() => {
      const bytes = Buffer.from(text);
      for (let sent = 0; sent < bytes.length;) sent += writeSync(descriptor, bytes, sent);
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof HelixError) throw error;
      if (this.#descriptor !== null) closeSync(this.#descriptor);
      this.#descriptor = null;
      const { code = '', message } = error as NodeJS.ErrnoException;
      this.#warn(`Events are not written to ${this.#path}: ${FILE_ERRORS[code] ?? message}.`);
    }
  }
}

/** Appending to a file of another kind would damage it. */
function assertEvents(path: string): void {
  const start = firstByte(path);
  if (start === null || start === '{') return;
  throw new HelixError('config', `${path} exists and holds no events`, {
    hint: 'Events are appended to a file of events, or to a new one. Choose another file.',
  });
}

/** Returns the first character of a file; null for an empty one, for a pipe or a device, and for what cannot be read. */
function firstByte(path: string): string | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) return null;
    const byte = Buffer.alloc(1);
    return readSync(descriptor, byte, 0, 1, 0) === 0 ? null : byte.toString();
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
