import { clockContract } from '../contracts/clock-contract';
import { ManualClock } from '../manual-clock';

clockContract('ManualClock', () => {
  const clock = new ManualClock();
  return { clock, pass: (ms) => clock.advance(ms) };
});

describe('ManualClock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new ManualClock('2026-11-18T09:12:00Z');
    expect(clock.now().toISOString()).toBe('2026-11-18T09:12:00.000Z');
    await clock.advance(1500);
    expect(clock.now().toISOString()).toBe('2026-11-18T09:12:01.500Z');
    expect(clock.monotonicMs()).toBe(1500);
  });

  it('runs a loop of sleeps once per interval within one advance', async () => {
    const clock = new ManualClock();
    const beats: number[] = [];
    const stop = new AbortController();
    const loop = (async () => {
      for (;;) {
        await clock.sleep(10, stop.signal);
        beats.push(clock.monotonicMs());
      }
    })();
    await clock.advance(35);
    expect(beats).toEqual([10, 20, 30]);
    expect(clock.sleeping).toBe(1);
    stop.abort(new Error('enough'));
    await expect(loop).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
  });
});
