import { HelixError } from '../../errors';
import type { Interrupts } from '../../ports/interrupts';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';

export interface Control {
  /** Aborted by the first signal: nothing more may be started. */
  readonly stopping: AbortSignal;
  readonly signal: AbortSignal;
}

/**
 * Runs work that the first signal ends, whatever it waits for. `work` may listen to the signals itself; while it does, it
 * decides what they end.
 * @throws HelixError `cancelled`
 */
export async function runUntilInterrupted<T>(
  ports: Pick<Ports, 'interrupts'>,
  work: (interrupts: Interrupts) => Promise<T>,
): Promise<T> {
  let listener: ((count: number) => void) | undefined;
  let cancelled: HelixError | undefined;
  let cancel: (reason: HelixError) => void;
  const cancellation = new Promise<never>((_, reject) => (cancel = reject));
  using _ = ports.interrupts.listen((count) => {
    if (listener !== undefined) {
      listener(count);
      return;
    }
    const hint = 'What was begun before is on record: run the command again to continue.';
    cancelled ??= new HelixError('cancelled', 'Interrupted; nothing is running.', { hint });
    cancel(cancelled);
  });
  const inner: Interrupts = {
    listen: (inside) => {
      if (cancelled !== undefined) throw cancelled;
      listener = inside;
      return { [Symbol.dispose]: () => (listener = undefined) };
    },
  };
  return await Promise.race([work(inner), cancellation]);
}

/**
 * Runs work that Ctrl-C stops softly: after the first signal nothing more is started, and running work ends; another one
 * stops waiting, and the journal has the rest.
 */
export async function runInterruptible<T>(
  { interrupts }: Pick<Ports, 'interrupts'>,
  reporter: Reporter,
  work: (control: Control) => Promise<T>,
): Promise<{ value: T; interrupted: boolean }> {
  let count = 0;
  const stop = new AbortController();
  const abort = new AbortController();
  using _ = interrupts.listen((signals) => {
    count = signals;
    stop.abort();
    if (signals === 1) {
      reporter.report({
        type: 'note',
        message: 'Interrupted: starting nothing more, waiting for what runs. Once more to stop waiting.',
      });
    } else abort.abort();
  });
  const value = await work({ stopping: stop.signal, signal: abort.signal });
  return { value, interrupted: count > 0 };
}

/** Returns a signal that the first Ctrl-C aborts, instead of ending the process, until it is disposed. */
export function interruptSignal({
  interrupts,
}: Pick<Ports, 'interrupts'>): { readonly signal: AbortSignal } & Disposable {
  const stop = new AbortController();
  const listening = interrupts.listen(() => stop.abort());
  return { signal: stop.signal, [Symbol.dispose]: () => listening[Symbol.dispose]() };
}
