import { isLost, isRefused } from '../api/fly-error';
import type { Site } from './site';

/** The number of requests that may be lost, each time after two looks. */
const ATTEMPTS = 4;

/**
 * Makes something that was not found, once: after an answer that was lost it looks twice before it asks again, since a
 * creation that answered 408 may have been done, and lists lag behind.
 * @throws what `create` throws, where it was refused
 */
export async function createOnce<T>(
  { clock, call, wait }: Pick<Site, 'clock' | 'call' | 'wait'>,
  { find, create }: { readonly find: () => Promise<T | null>; readonly create: () => Promise<T> },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      const isTaken = isRefused(error, 409, 422) && /taken|exists|unique/i.test(error.message);
      if (!isLost(error) && !isTaken) throw error;
      for (let look = 0; look < 2; look += 1) {
        await clock.sleep(wait.lagMs, call.signal).catch(() => undefined);
        const made = await find();
        if (made !== null) return made;
        if (isTaken) throw error;
      }
      if (attempt >= ATTEMPTS) throw error;
    }
  }
}
