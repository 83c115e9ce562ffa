import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import { Unavailable } from './storage';
import type { SharedStorage } from './storage';

/** How long a storage that has not answered once is tried: a user who mistyped its address should not wait. */
const FIRST_PATIENCE_MS = 4000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 4000;

/** Makes a call, and makes it again. */
export type Patiently = <Result>(call: () => Promise<Result>) => Promise<Result>;

/**
 * Calls that are made again while `place` is unavailable, with growing pauses, for `patienceMs` milliseconds.
 * @throws HelixError `unreachable` when the patience ends
 */
export function patiently(place: string, clock: Clock, patienceMs = 60_000): Patiently {
  let hasAnswered = false;
  return async (call) => {
    const startMs = clock.monotonicMs();
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS)) {
      try {
        const result = await call();
        hasAnswered = true;
        return result;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        const patience = hasAnswered ? patienceMs : Math.min(patienceMs, FIRST_PATIENCE_MS);
        if (clock.monotonicMs() - startMs + delayMs > patience) throw unreachable(place, error);
      }
      await clock.sleep(delayMs);
    }
  };
}

/**
 * A storage whose calls are made patiently. Every one may be repeated, since its caller compares what it finds with what it
 * wrote; only deleting is tried once, since what stays does no harm.
 */
export function withRetries(storage: SharedStorage, again: Patiently): SharedStorage {
  return {
    place: storage.place,
    prove: () => again(() => storage.prove()),
    readHead: () => again(() => storage.readHead()),
    writeHead: (head, over) => again(() => storage.writeHead(head, over)),
    writeBody: (name, bytes) => again(() => storage.writeBody(name, bytes)),
    readBody: (name) => again(() => storage.readBody(name)),
    bodies: () => again(() => storage.bodies()),
    removeBodies: (names) => (names.length === 0 ? Promise.resolve() : storage.removeBodies(names)),
    fillSlot: (journal, slot, bytes) => again(() => storage.fillSlot(journal, slot, bytes)),
    readSlots: (journal, after, expected) => again(() => storage.readSlots(journal, after, expected)),
    removeSlots: (journal, after, upTo) => storage.removeSlots(journal, after, upTo),
  };
}

function unreachable(place: string, cause: Unavailable): HelixError {
  return new HelixError('unreachable', `Cannot reach the state in ${place}: ${cause.message}.`, {
    hint: 'What was last written there is kept. Check the network and the address in `[state]`, then run the command again.',
    cause,
  });
}
