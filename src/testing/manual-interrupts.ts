import type { Interrupts } from '../ports/interrupts';

/** Signals that a test sends by hand. As with the real ones, each listener counts from when it began to listen. */
export class ManualInterrupts implements Interrupts {
  readonly #listeners = new Set<() => void>();

  /** Whether anybody listens; otherwise a signal would end the process. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  send(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  listen(listener: (count: number) => void): Disposable {
    let count = 0;
    const onSignal = (): void => listener((count += 1));
    this.#listeners.add(onSignal);
    return { [Symbol.dispose]: () => void this.#listeners.delete(onSignal) };
  }
}
