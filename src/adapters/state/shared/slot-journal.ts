import { HelixError } from '../../../errors';
import { encodeEntry } from '../../../state/format';
import { lostLeaseError } from '../../../state/lock-errors';
import type { JournalEntry } from '../../../state/state';
import { GroupCommit } from '../lease/group-commit';
import type { SharedContext } from './context';
import { encodeSlot } from './slots';

interface Encoded {
  readonly entry: JournalEntry;
  readonly text: string;
}

/** The journal of one lease, written slot after slot. Entries that come while a slot is being written share the next one. */
export class SlotJournal {
  readonly name: string;
  readonly #context: SharedContext;
  readonly #onDurable: (entries: readonly JournalEntry[]) => void;
  readonly #group = new GroupCommit<Encoded>((group) => this.#fill(group));
  #slots = 0;
  /** Why nothing may be written any more: whether the last slot was filled is not known. */
  #broken: HelixError | undefined;

  /** `onDurable` is called in the moment in which `slots` grows. */
  constructor(context: SharedContext, name: string, onDurable: (entries: readonly JournalEntry[]) => void) {
    this.#context = context;
    this.name = name;
    this.#onDurable = onDurable;
  }

  /** How many slots are durable. */
  get slots(): number {
    return this.#slots;
  }

  /** Whether a slot may yet be filled by a write that is still under way. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.#group.add({ entry, text: encodeEntry(entry) });
  }

  /** Resolves when everything that was given is durable or rejected. */
  idle(): Promise<void> {
    return this.#group.idle();
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
      const isFilled = (await storage.fillSlot(this.name, slot, bytes)) || (await this.#holds(slot, bytes));
      if (!isFilled) throw lostLeaseError();
    } catch (error) {
      this.#broken = error instanceof HelixError && error.kind === 'locked' ? error : brokenError(error);
      throw error;
    }
    this.#slots = slot;
    this.#onDurable(group.map(({ entry }) => entry));
  }

  /** Whether the slot was filled by this very write, whose answer was lost. */
  async #holds(slot: number, bytes: Uint8Array): Promise<boolean> {
    const [found] = await this.#context.storage.readSlots(this.name, slot - 1, 1);
    return found !== undefined && Buffer.compare(found, bytes) === 0;
  }
}

function brokenError(cause: unknown): HelixError {
  return new HelixError(
    'unreachable',
    'The journal cannot be written any more, since it is not known what became of an earlier write.',
    { hint: 'What was begun before is in it: run the command again to continue.', cause },
  );
}
