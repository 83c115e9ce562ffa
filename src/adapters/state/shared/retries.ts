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
export function withRetries(storage: SharedStorage, repeat: Repeat): SharedStorage {
  return {
    place: storage.place,
    prove: () => repeat(() => storage.prove()),
    readHead: () => repeat(() => storage.readHead()),
    writeHead: (head, over) => repeat(() => storage.writeHead(head, over)),
    writeBody: (name, bytes) => repeat(() => storage.writeBody(name, bytes)),
    readBody: (name) => repeat(() => storage.readBody(name)),
    listBodies: () => repeat(() => storage.listBodies()),
    removeBodies: (names) => (names.length === 0 ? Promise.resolve() : storage.removeBodies(names)),
    fillSlot: (journal, slot, bytes) => repeat(() => storage.fillSlot(journal, slot, bytes)),
    readSlots: (journal, after, expected) => repeat(() => storage.readSlots(journal, after, expected)),
    removeSlots: (journal, after, upTo) => storage.removeSlots(journal, after, upTo),
  };
}

function unreachable(place: string, cause: Unavailable): HelixError {
  return new HelixError('unreachable', `Cannot reach the state in ${place}: ${cause.message}.`, {
    hint: 'The last state that was written there is intact. Check the network and the address in `[state]`, then run the command again.',
    cause,
  });
}
