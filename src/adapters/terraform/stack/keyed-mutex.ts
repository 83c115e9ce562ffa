import { Mutex } from 'async-mutex';

/** A mutex for each key: the next caller waits, whether this one succeeds or fails. */
export class KeyedMutex {
  readonly #mutexes = new Map<string, Mutex>();

  runExclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mutex = this.#mutexes.get(key) ?? new Mutex();
    this.#mutexes.set(key, mutex);
    return mutex.runExclusive(work);
  }
}
