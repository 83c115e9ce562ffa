import { HelixError } from '../../../errors';
import { encodeEntry, journalLine } from '../../../state/stored/format';
import { encodeLine } from '../../../state/stored/codec';
import type { StateCodec } from '../../../state/stored/codec';
import type { JournalEntry } from '../../../state/state';
import { GroupCommit } from '../lease/group-commit';
import type { OpenFile } from './file-system-calls';

interface Encoded {
  readonly entry: JournalEntry;
  readonly text: string;
}

/** The journal of one lease. Entries that come while others are being written share the next write and fsync. */
export class JournalFile {
  readonly #file: OpenFile;
  readonly #codec: StateCodec;
  readonly #confirm: () => Promise<void>;
  readonly #onDurable: (entries: readonly JournalEntry[]) => void;
  readonly #group = new GroupCommit<Encoded>((group) => this.#write(group));
  #length = 0;
  /** The error after which nothing may be written. The end of the file was then not acknowledged. */
  #broken: HelixError | undefined;

  /**
   * `confirm` is called after each fsync and throws when the lease was lost. A process that takes over later than that
   * reads this file later still, so it never misses an acknowledged entry.
   */
  constructor(
    file: OpenFile,
    codec: StateCodec,
    confirm: () => Promise<void>,
    onDurable: (entries: readonly JournalEntry[]) => void,
  ) {
    this.#file = file;
    this.#codec = codec;
    this.#confirm = confirm;
    this.#onDurable = onDurable;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.#group.add({ entry, text: encodeEntry(entry) });
  }

  /** Waits until every entry is durable or rejected. */
  settle(): Promise<void> {
    return this.#group.settle();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(group: readonly Encoded[]): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    const line = encodeLine(this.#codec, journalLine(group.map(({ text }) => text)));
    try {
      await this.#file.write(line);
    } catch (error) {
      await this.#removeHalfLine(error);
      throw error;
    }
    try {
      await this.#file.sync();
      await this.#confirm();
    } catch (error) {
      // Whether the line is durable is unknown, so nothing may follow it.
      this.#broken = broken(error);
      throw error;
    }
    this.#length += line.length;
    this.#onDurable(group.map(({ entry }) => entry));
  }

  async #removeHalfLine(error: unknown): Promise<void> {
    try {
      await this.#file.truncate(this.#length);
    } catch {
      this.#broken = broken(error);
    }
  }
}

function broken(cause: unknown): HelixError {
  if (cause instanceof HelixError) return cause;
  return new HelixError(
    'unreachable',
    'The journal can no longer be written, because an earlier write failed.',
    {
      hint: 'It records the operations that had begun. Run the command again to continue.',
      cause,
    },
  );
}
