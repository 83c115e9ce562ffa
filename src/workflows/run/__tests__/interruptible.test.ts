import { ManualInterrupts } from '../../../testing/manual-interrupts';
import { RecordingReporter } from '../../../testing/in-memory-ports';
import { interruptSignal, runInterruptible, runUntilInterrupted } from '../interruptible';

const never = (): Promise<never> => new Promise(() => undefined);

describe('work that the first signal ends', () => {
  it('returns its value when nobody interrupts it', async () => {
    const interrupts = new ManualInterrupts();
    await expect(runUntilInterrupted({ interrupts }, () => Promise.resolve(7))).resolves.toBe(7);
    expect(interrupts.isHeard).toBe(false);
  });

  it('is cancelled by the first signal', async () => {
    const interrupts = new ManualInterrupts();
    const work = runUntilInterrupted({ interrupts }, never);
    interrupts.send();
    await expect(work).rejects.toMatchObject({ kind: 'cancelled' });
    expect(interrupts.isHeard).toBe(false);
  });

  it('hears the signals itself while it listens, and is not cancelled by them', async () => {
    const interrupts = new ManualInterrupts();
    const heard: number[] = [];
    await runUntilInterrupted({ interrupts }, (inner) => {
      using _ = inner.listen((count) => heard.push(count));
      interrupts.send();
      interrupts.send();
      return Promise.resolve();
    });
    expect(heard).toEqual([1, 2]);
  });

  it('cannot listen any more once it was cancelled', async () => {
    const interrupts = new ManualInterrupts();
    const work = runUntilInterrupted({ interrupts }, async (inner) => {
      await Promise.resolve();
      inner.listen(() => undefined);
    });
    interrupts.send();
    await expect(work).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('work that Ctrl-C stops softly', () => {
  it('is told by the first signal to start nothing more, and by the second to stop waiting', async () => {
    const interrupts = new ManualInterrupts();
    const reporter = new RecordingReporter();
    const seen: boolean[] = [];
    const { interrupted } = await runInterruptible({ interrupts }, reporter, ({ stopping, signal }) => {
      seen.push(stopping.aborted, signal.aborted);
      interrupts.send();
      seen.push(stopping.aborted, signal.aborted);
      interrupts.send();
      seen.push(stopping.aborted, signal.aborted);
      return Promise.resolve();
    });
    expect(seen).toEqual([false, false, true, false, true, true]);
    expect(interrupted).toBe(true);
    expect(reporter.notes).toHaveLength(1);
  });

  it('is not interrupted where no signal comes', async () => {
    const interrupts = new ManualInterrupts();
    const result = await runInterruptible({ interrupts }, new RecordingReporter(), () => Promise.resolve(7));
    expect(result).toEqual({ value: 7, interrupted: false });
  });
});

describe('a signal for Ctrl-C', () => {
  it('is aborted by the first one, and no longer listens once it is disposed', () => {
    const interrupts = new ManualInterrupts();
    {
      using interrupt = interruptSignal({ interrupts });
      expect(interrupt.signal.aborted).toBe(false);
      interrupts.send();
      expect(interrupt.signal.aborted).toBe(true);
    }
    expect(interrupts.isHeard).toBe(false);
  });
});
