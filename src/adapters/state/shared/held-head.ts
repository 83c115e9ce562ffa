import { lostLeaseError } from '../../../state/lock-errors';
import type { Head, HeadLock } from './head';
import type { SharedStorage, StoredHead } from './storage';

/** What a holder changes; its beat is counted here. */
export type HeadChange = Partial<Pick<Head, 'states' | 'journals'>> & {
  readonly status?: HeadLock['status'];
};

/**
 * The head as the holder of the lock changes it, one change after the other. Each replaces exactly the head that this holder
 * wrote last, so that whoever lost the lock changes nothing.
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

  /** As it was last written. */
  get head(): Head {
    return this.#stored.head;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Makes a change; `change` is asked again when an earlier one turns out to have been made after all.
   * @throws HelixError `locked` when somebody else took the lock
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
      const found = await writtenOrFound(storage, wanted, this.#stored);
      if (found === null || !isOfSameHolder(found.head, wanted)) {
        this.#isLost = true;
        throw lostLeaseError();
      }
      this.#stored = found;
      if (isSame(found.head, wanted)) return found.head;
    }
  }
}

/** Writes a head, and gives what is there after that: the same one, or that of somebody who was faster. */
export async function writtenOrFound(
  storage: SharedStorage,
  head: Head,
  over: StoredHead | null,
): Promise<StoredHead | null> {
  return (await storage.writeHead(head, over)) ?? (await storage.readHead());
}

/** Whether what is there is what was to be written: no two heads that anybody tries to write have the same id and beat. */
export function isSame(found: Head, wanted: Head): boolean {
  return found.lock.beat === wanted.lock.beat && found.lock.id === wanted.lock.id;
}

function isOfSameHolder(found: Head, wanted: Head): boolean {
  return found.lock.id === wanted.lock.id;
}
