import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import { retry } from '../../http/retry';
import { Unavailable } from './storage';
import type { SharedStorage } from './storage';

/** The timeout of a storage that has never answered: a user who mistyped its address should not wait. */
const FIRST_TIMEOUT_MS = 4000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 4000;

/** Repeats a call. */
export type Repeat = <Result>(call: () => Promise<Result>) => Promise<Result>;

/**
 * Returns a function that repeats calls while `place` is unavailable, with growing pauses, for `timeoutMs` milliseconds.
 * @throws HelixError `unreachable` after that
 */
export function retryUnavailable(place: string, clock: Clock, timeoutMs = 60_000): Repeat {
  let hasAnswered = false;
  return async (call) => {
    const result = await retry<Awaited<ReturnType<typeof call>>, Unavailable>(
      async () => {
        try {
          const value = await call();
          hasAnswered = true;
          return { ok: true, value };
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          return { ok: false, failure: error, final: false };
        }
      },
      {
        clock,
        attempts: Infinity,
        totalMs: () => (hasAnswered ? timeoutMs : Math.min(timeoutMs, FIRST_TIMEOUT_MS)),
        pauseMs: (next) => Math.min(FIRST_DELAY_MS * 2 ** (next - 2), LONGEST_DELAY_MS),
      },
    );
    if (result.ok) return result.value;
    throw unreachable(place, result.failure);
  };
}

/**
 * Returns a storage whose calls are repeated. Every call may be, since its caller compares the result with what it wrote;
 * deletions are tried once, since leftovers do no harm.
 */
export function withRetries(storage: SharedStorage, again: Repeat): SharedStorage {
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
