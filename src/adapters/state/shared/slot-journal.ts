import { HelixError } from '../../../errors';
import { encodeEntry } from '../../../state/stored/format';
import { lostLeaseError } from '../../../state/lock-errors';
import type { JournalEntry } from '../../../state/state';
import { GroupCommit } from '../lease/group-commit';
import type { SharedContext } from './context';
import { encodeSlot } from './slots';

interface Encoded {
  readonly entry: JournalEntry;
  readonly text: string;
}

/** The journal of one lease, written slot by slot. Entries that are added while a slot is written share the next one. */
export class SlotJournal {
  readonly name: string;
  readonly #context: SharedContext;
  readonly #onDurable: (entries: readonly JournalEntry[]) => void;
  readonly #group = new GroupCommit<Encoded>((group) => this.#fill(group));
  #slots = 0;
  /** The error after which nothing may be written: whether the last slot was filled is unknown. */
  #broken: HelixError | undefined;

  /** `onDurable` is called at the moment when `slots` grows. */
  constructor(context: SharedContext, name: string, onDurable: (entries: readonly JournalEntry[]) => void) {
    this.#context = context;
    this.name = name;
    this.#onDurable = onDurable;
  }

  /** The number of durable slots. */
  get slots(): number {
    return this.#slots;
  }

  /** Whether a write that is still in flight may fill a slot. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.#group.add({ entry, text: encodeEntry(entry) });
  }

  /** Waits until every entry is durable or rejected. */
  settle(): Promise<void> {
    return this.#group.settle();
  }

  async #fill(group: readonly Encoded[]): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    const { storage, codec } = this.#context;
    const slot = this.#slots + 1;
    const bytes = encodeSlot(
      group.map(({ text }) => text),
      codec,
    );
    try {
      const isFilled =
        (await storage.fillSlot(this.name, slot, bytes)) || (await this.#isFilledWith(slot, bytes));
      if (!isFilled) throw lostLeaseError();
    } catch (error) {
      this.#broken = error instanceof HelixError && error.kind === 'locked' ? error : brokenError(error);
      throw error;
    }
    this.#slots = slot;
    this.#onDurable(group.map(({ entry }) => entry));
  }

  /** Whether the slot was filled by this very write, whose response was lost. */
  async #isFilledWith(slot: number, bytes: Uint8Array): Promise<boolean> {
    const [found] = await this.#context.storage.readSlots(this.name, slot - 1, 1);
    return found !== undefined && Buffer.compare(found, bytes) === 0;
  }
}

function brokenError(cause: unknown): HelixError {
  return new HelixError(
    'unreachable',
    'The journal can no longer be written, because the result of an earlier write is unknown.',
    { hint: 'It records the operations that had begun. Run the command again to continue.', cause },
  );
}
