import type { Interrupts } from '../../ports/interrupts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** CI sends a second signal some seconds after the first, and kills soon after: that is one wish, not two. */
const SAME_WISH_MS = 10_000;

/** So long after the first there is still time to put things in order before CI kills. */
const LAST_MOMENT_MS = 9_000;

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
      let lastMoment: NodeJS.Timeout | undefined;
      const onSignal = (): void => {
        received += 1;
        const now = monotonicMs();
        if (received === 1) first = now;
        // The second is absorbed within CI's window; a third always counts, and so does the end of the window.
        if (received === 2 && now - first < SAME_WISH_MS) {
          lastMoment = setTimeout(wish, Math.max(0, first + LAST_MOMENT_MS - now));
        } else wish();
      };
      const wish = (): void => {
        clearTimeout(lastMoment);
        wishes += 1;
        listener(wishes);
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
