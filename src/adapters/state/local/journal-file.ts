import { HelixError } from '../../../errors';
import { encodeEntry, journalLine } from '../../../state/format';
import { encodeLine } from '../../../state/codec';
import type { StateCodec } from '../../../state/codec';
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
  /** Why nothing may be written any more. What the file then ends with was not acknowledged. */
  #broken: HelixError | undefined;

  /**
   * `confirm` is asked after each fsync and throws when the lease was lost: whoever took over later than that
   * reads this file later still, so an entry that is acknowledged is never missed.
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

  /** Resolves when everything that was given is durable or rejected. */
  idle(): Promise<void> {
    return this.#group.idle();
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
      // The line may count or not: nothing more may be written behind it.
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
    'The journal cannot be written any more, since an earlier write failed.',
    {
      hint: 'What was begun before is in it: run the command again to continue.',
      cause,
    },
  );
}
