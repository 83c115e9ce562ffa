import type { Interrupts } from '../../ports/interrupts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The window in which a second signal counts as the first: CI sends two, some seconds apart, and kills soon after. */
const SAME_REQUEST_MS = 10_000;

/** The time after the first signal at which there is still time to finish before CI kills. */
const LAST_MOMENT_MS = 9_000;

/** The part of `process` that sends signals. */
export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** Returns the signals of the process; `monotonicMs` measures the time between them. */
export function processInterrupts(source: SignalSource, monotonicMs: () => number): Interrupts {
  return {
    listen: (listener) => {
      let received = 0;
      let requests = 0;
      let first = 0;
      let lastMoment: NodeJS.Timeout | undefined;
      const onSignal = (): void => {
        received += 1;
        const now = monotonicMs();
        if (received === 1) first = now;
        // A second signal in CI's window waits for its end; a third counts at once.
        if (received === 2 && now - first < SAME_REQUEST_MS) {
          lastMoment = setTimeout(interrupt, Math.max(0, first + LAST_MOMENT_MS - now));
        } else interrupt();
      };
      const interrupt = (): void => {
        clearTimeout(lastMoment);
        requests += 1;
        listener(requests);
      };
      for (const signal of SIGNALS) source.on(signal, onSignal);
      return {
        [Symbol.dispose]: () => {
          clearTimeout(lastMoment);
          for (const signal of SIGNALS) source.off(signal, onSignal);
        },
      };
    },
  };
}
