import { clockContract } from '../../../testing/contracts/clock-contract';
import { SystemClock } from '../clock';
import { SystemRandom } from '../random';

clockContract('SystemClock', () => {
  const clock = new SystemClock();
  return { clock, pass: (ms) => clock.sleep(ms) };
});

describe('SystemRandom', () => {
  it('returns another UUID each time', () => {
    const random = new SystemRandom();
    const first = random.uuid();
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(random.uuid()).not.toBe(first);
  });
});
