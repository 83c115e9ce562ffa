import { killTwice } from '../../crash/killed-twice';
import { drawn, runUpTo } from '../../crash/pool';
import { TestCloud } from '../../helix';

const AT_ONCE = 3;

describe('a process that is killed, and the one that recovers after it as well', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start('--provision-ms', '0');
  });
  afterAll(() => cloud.stop());

  it('at any pair of boundaries of a replacement: the third makes it good', async () => {
    const numbers = drawn(24);
    const step = 3;
    let pairs = 0;
    let firsts = 0;
    const last = await runUpTo(numbers, AT_ONCE, async (first) => {
      const { pairs: more, isWhole } = await killTwice(cloud, first, step);
      pairs += more;
      if (!isWhole) {
        firsts += 1;
        process.stderr.write(`killed at ${first}, then at ${more} boundaries: ${pairs} pairs so far\n`);
      }
      return isWhole;
    });
    const atMost = last - 1;
    process.stderr.write(
      `${pairs} pairs: killed first at ${firsts} of ${numbers.step === 1 ? atMost : `at most ${atMost}`} boundaries\n`,
    );
    expect(pairs).toBeGreaterThan(numbers.step === 1 ? 1000 : 1000 / numbers.step / step / 2);
  });
});
