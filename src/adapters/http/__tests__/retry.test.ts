import { ManualClock } from '../../../testing/manual-clock';
import { retry } from '../retry';
import type { Attempt, RetryLimits } from '../retry';

const LIMITS: Omit<RetryLimits<string>, 'clock'> = {
  attempts: 3,
  totalMs: () => 10_000,
  pauseMs: (next) => next * 100,
};

/** Runs a retry whose attempts have these results, on a clock that a sleep moves. */
async function run(results: readonly Attempt<number, string>[], limits: Partial<RetryLimits<string>> = {}) {
  const clock = new ManualClock();
  const pauses: number[] = [];
  clock.sleep = async (ms) => {
    pauses.push(ms);
    await clock.advance(ms);
  };
  const counts: number[] = [];
  const result = await retry(
    (count) => {
      counts.push(count);
      return Promise.resolve(results[count - 1] ?? { ok: false, failure: 'more', final: false });
    },
    { clock, ...LIMITS, ...limits },
  );
  return { result, counts, pauses };
}

const DOWN = { ok: false, failure: 'down', final: false } as const;

describe('a retry', () => {
  it('returns the value of the first attempt that succeeds', async () => {
    const { result, pauses } = await run([DOWN, DOWN, { ok: true, value: 7 }]);
    expect(result).toEqual({ ok: true, value: 7 });
    expect(pauses).toEqual([200, 300]);
  });

  it('ends after its last attempt, with the last failure', async () => {
    const { result } = await run([DOWN, DOWN, { ...DOWN, failure: 'still down' }]);
    expect(result).toEqual({ ok: false, failure: 'still down', attempts: 3, elapsedMs: 500 });
  });

  it('does not repeat a final failure', async () => {
    const { result, counts } = await run([{ ok: false, failure: 'forbidden', final: true }]);
    expect(result).toEqual({ ok: false, failure: 'forbidden', attempts: 1, elapsedMs: 0 });
    expect(counts).toEqual([1]);
  });

  it('starts no attempt later than the total time', async () => {
    const { result, counts } = await run([], { attempts: Infinity, totalMs: () => 1000 });
    expect(counts).toEqual([1, 2, 3, 4]);
    expect(result).toMatchObject({ ok: false, attempts: 4 });
  });
});
