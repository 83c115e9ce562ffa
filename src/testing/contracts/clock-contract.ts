import type { Clock } from '../../ports/clock';

/** The behaviour of every Clock. `pass` lets that many milliseconds pass. */
export function clockContract(
  name: string,
  make: () => { clock: Clock; pass: (ms: number) => Promise<void> },
): void {
  describe(name, () => {
    it('moves both clocks forward as time passes', async () => {
      const { clock, pass } = make();
      const [wall, steady] = [clock.now().getTime(), clock.monotonicMs()];
      await pass(20);
      expect(clock.now().getTime()).toBeGreaterThan(wall);
      expect(clock.monotonicMs()).toBeGreaterThan(steady);
    });

    it('wakes sleepers in the order of their times', async () => {
      const { clock, pass } = make();
      const woken: string[] = [];
      const sleeps = [
        clock.sleep(30).then(() => woken.push('late')),
        clock.sleep(5).then(() => woken.push('early')),
      ];
      await pass(60);
      await Promise.all(sleeps);
      expect(woken).toEqual(['early', 'late']);
    });

    it('ends a sleep with the reason of its signal', async () => {
      const { clock } = make();
      const stop = new AbortController();
      const sleep = clock.sleep(60_000, stop.signal);
      stop.abort(new Error('enough'));
      await expect(sleep).rejects.toThrow('enough');
      await expect(clock.sleep(60_000, stop.signal)).rejects.toThrow('enough');
    });
  });
}
