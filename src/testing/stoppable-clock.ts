import type { Clock } from '../ports/clock';

/** A clock whose owner can be stopped: time passes, but no sleep ends before it is started again. It simulates SIGSTOP. */
export class StoppableClock implements Clock {
  readonly #clock: Clock;
  #going: Promise<void> = Promise.resolve();
  #go: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): Date {
    return this.#clock.now();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, signal);
    await Promise.race([this.#going, aborted(signal)]);
    signal?.throwIfAborted();
  }

  stop(): void {
    this.#going = new Promise((resolve) => {
      this.#go = resolve;
    });
  }

  go(): void {
    this.#go();
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
