import type { Ports } from '../ports/ports';
import type { Reporter } from '../ports/reporter';

export interface Control {
  readonly stopped: () => boolean;
  readonly signal: AbortSignal;
}

/**
 * Runs work that Ctrl-C stops softly: the first signal starts nothing more and lets what runs end; another one stops
 * waiting, and the journal has the rest.
 */
export async function interruptible<T>(
  ports: Ports,
  reporter: Reporter,
  work: (control: Control) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  let count = 0;
  const abort = new AbortController();
  using _ = ports.interrupts.listen((signals) => {
    count = signals;
    if (signals === 1) {
      reporter.report({
        type: 'note',
        message: 'Interrupted: starting nothing more, waiting for what runs. Once more to stop waiting.',
      });
    } else abort.abort();
  });
  const value = await work({ stopped: () => count > 0, signal: abort.signal });
  return { value, interrupted: count > 0 };
}
