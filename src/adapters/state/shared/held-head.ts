import { lostLeaseError } from '../../../state/lock-errors';
import type { Head, HeadLock } from './head';
import type { SharedStorage, StoredHead } from './storage';

/** A change that a holder makes; its heartbeats are counted here. */
export type HeadChange = Partial<Pick<Head, 'states' | 'journals'>> & {
  readonly status?: HeadLock['status'];
};

/**
 * The head as the holder of the lock changes it, one change after the other. Each change replaces exactly the head that this
 * holder wrote last, so that a process that lost the lock changes nothing.
 */
export class HeldHead {
  #stored: StoredHead;
  #beats: number;
  #isLost = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(taken: StoredHead) {
    this.#stored = taken;
    this.#beats = taken.head.lock.beat;
  }

  /** The head as it was last written. */
  get head(): Head {
    return this.#stored.head;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Makes a change. `change` is called again when an earlier change turns out to have succeeded after all.
   * @throws HelixError `locked` when another process took the lock
   */
  update(storage: SharedStorage, change: (head: Head) => HeadChange): Promise<Head> {
    const made = this.#last.then(() => this.#update(storage, change));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #update(storage: SharedStorage, change: (head: Head) => HeadChange): Promise<Head> {
    for (;;) {
      if (this.#isLost) throw lostLeaseError();
      const { head } = this.#stored;
      const { status = head.lock.status, ...rest } = change(head);
      this.#beats += 1;
      const wanted = { ...head, ...rest, lock: { ...head.lock, status, beat: this.#beats } };
      const found = await writeOrRead(storage, wanted, this.#stored);
      if (found === null || !isOfSameHolder(found.head, wanted)) {
        this.#isLost = true;
        throw lostLeaseError();
      }
      this.#stored = found;
      if (isSame(found.head, wanted)) return found.head;
    }
  }
}

/** Writes a head, and returns the stored one: the same, or that of a faster process. */
export async function writeOrRead(
  storage: SharedStorage,
  head: Head,
  over: StoredHead | null,
): Promise<StoredHead | null> {
  return (await storage.writeHead(head, over)) ?? (await storage.readHead());
}

/** Whether the stored head is the wanted one: no two heads that any process tries to write have the same id and beat. */
export function isSame(found: Head, wanted: Head): boolean {
  return found.lock.beat === wanted.lock.beat && found.lock.id === wanted.lock.id;
}

function isOfSameHolder(found: Head, wanted: Head): boolean {
  return found.lock.id === wanted.lock.id;
}
