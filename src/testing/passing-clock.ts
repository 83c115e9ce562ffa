import type { Clock } from '../ports/clock';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that advances by itself: when nothing else can run, it jumps to the time at which the next sleeper wakes. */
export class PassingClock implements Clock {
  readonly #start = Date.parse('2026-01-01T00:00:00.000Z');
  readonly #sleepers = new Set<Sleeper>();
  #elapsed = 0;
  #isPassing = false;

  now(): Date {
    return new Date(this.#start + this.#elapsed);
  }

  monotonicMs(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        const reason: unknown = signal?.reason;
        reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { wakeAt: this.#elapsed + ms, wake };
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
      if (!this.#isPassing) void this.#pass();
    });
  }

  async #pass(): Promise<void> {
    this.#isPassing = true;
    while (this.#sleepers.size > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = [...this.#sleepers].sort((a, b) => a.wakeAt - b.wakeAt);
      if (first === undefined) break;
      this.#sleepers.delete(first);
      this.#elapsed = Math.max(this.#elapsed, first.wakeAt);
      first.wake();
    }
    this.#isPassing = false;
  }
}
