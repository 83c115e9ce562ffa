import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import { Unavailable, type SharedStorage } from './storage';

/** How long a storage that has not answered once is tried: a user who mistyped its address should not wait. */
const FIRST_PATIENCE_MS = 4000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 4000;

/**
 * A storage whose calls are made again while it is unavailable, with growing pauses, for `patienceMs` milliseconds.
 * Every call may be repeated, since its caller compares what it finds with what it wrote.
 * @throws HelixError `unreachable` when the patience ends
 */
export function withRetries(storage: SharedStorage, clock: Clock, patienceMs: number): SharedStorage {
  let hasAnswered = false;

  async function patiently<Result>(call: () => Promise<Result>): Promise<Result> {
    const startMs = clock.monotonicMs();
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS)) {
      try {
        const result = await call();
        hasAnswered = true;
        return result;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        const patience = hasAnswered ? patienceMs : Math.min(patienceMs, FIRST_PATIENCE_MS);
        if (clock.monotonicMs() - startMs + delayMs > patience) throw unreachable(storage.place, error);
      }
      await clock.sleep(delayMs);
    }
  }

  return {
    place: storage.place,
    prove: () => patiently(() => storage.prove()),
    readHead: () => patiently(() => storage.readHead()),
    writeHead: (head, over) => patiently(() => storage.writeHead(head, over)),
    writeBody: (name, bytes) => patiently(() => storage.writeBody(name, bytes)),
    readBody: (name) => patiently(() => storage.readBody(name)),
    bodies: () => patiently(() => storage.bodies()),
    removeBodies: (names) => (names.length === 0 ? Promise.resolve() : storage.removeBodies(names)),
    fillSlot: (journal, slot, bytes) => patiently(() => storage.fillSlot(journal, slot, bytes)),
    readSlots: (journal, after, expected) => patiently(() => storage.readSlots(journal, after, expected)),
    removeSlots: (journal, after, upTo) => storage.removeSlots(journal, after, upTo),
  };
}

function unreachable(place: string, cause: Unavailable): HelixError {
  return new HelixError('unreachable', `Cannot reach the state in ${place}: ${cause.message}.`, {
    hint: 'What was last written there is kept. Check the network and the address in `[state]`, then run the command again.',
    cause,
  });
}
