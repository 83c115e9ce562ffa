import { freemem } from 'node:os';
import { Semaphore } from 'async-mutex';

/** The unit of weights: the semaphore counts through them one by one. */
const MEGABYTE = 1e6;

/** Runs as much at a time as fits into the free memory, and one piece of work at least. */
export class MemorySemaphore {
  readonly #megabytes: number;
  readonly #semaphore: Semaphore;

  constructor(freeBytes: number = freemem()) {
    this.#megabytes = Math.max(1, Math.floor(freeBytes / MEGABYTE));
    this.#semaphore = new Semaphore(this.#megabytes);
  }

  /** Waits until `bytes` are free, and runs `work` in them. */
  runExclusive<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const weight = Math.min(Math.ceil(bytes / MEGABYTE), this.#megabytes);
    return this.#semaphore.runExclusive(work, weight);
  }
}
