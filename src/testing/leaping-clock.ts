import type { Clock } from '../ports/clock';

/** A clock on which every sleep takes no time and counts as what it was asked for: waits of hours are tested in an instant. */
export class LeapingClock implements Clock {
  #elapsed = 0;
  readonly #start = new Date('2026-11-20T10:00:00.000Z').getTime();

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  monotonicMs(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(new Error('aborted', { cause: signal.reason }));
    this.#elapsed += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
