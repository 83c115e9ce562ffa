import type { Interrupts } from '../ports/interrupts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** CI sends a second signal some seconds after the first, and kills soon after: that is one wish, not two. */
const SAME_WISH_MS = 10_000;

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** Signals of the process; `monotonicMs` tells how far apart they come. */
export function processInterrupts(source: SignalSource, monotonicMs: () => number): Interrupts {
  return {
    listen: (listener) => {
      let received = 0;
      let wishes = 0;
      let first = 0;
      const onSignal = (): void => {
        received += 1;
        const now = monotonicMs();
        if (received === 1) first = now;
        // The second is absorbed within CI's window; a third always counts.
        if (received === 2 && now - first < SAME_WISH_MS) return;
        wishes += 1;
        listener(wishes);
      };
      for (const signal of SIGNALS) source.on(signal, onSignal);
      return {
        [Symbol.dispose]: () => {
          for (const signal of SIGNALS) source.off(signal, onSignal);
        },
      };
    },
  };
}
