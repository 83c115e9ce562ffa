import type { Clock } from '../ports/clock';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/**
 * A clock that moves only by `advance`. Sleepers wake in the order of their times, each with everything it
 * does at once done before the next one wakes; a sleep that is begun on the way counts from that moment.
 */
export class ManualClock implements Clock {
  #elapsed = 0;
  #start: number;
  #sleepers: Sleeper[] = [];

  constructor(start: Date | string = '2026-01-01T00:00:00.000Z') {
    this.#start = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  monotonicMs(): number {
    return this.#elapsed;
  }

  /** How many sleeps have not ended: what a test waits for before it advances. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        wakeAt: this.#elapsed + ms,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        const reason: unknown = signal?.reason;
        reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }));
      };
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Sets the wall clock back, as a correction of the host's time does; timers and the monotonic clock are not moved. */
  setBackBy(ms: number): void {
    this.#start -= ms;
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    for (;;) {
      await settled();
      const next = this.#takeNext(until);
      if (next === undefined) break;
      this.#elapsed = Math.max(this.#elapsed, next.wakeAt);
      next.wake();
    }
    this.#elapsed = until;
  }

  #takeNext(until: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.wakeAt <= until && (first === undefined || sleeper.wakeAt < first.wakeAt)) first = sleeper;
    }
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== first);
    return first;
  }
}

/** Waits until all ready promises have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
