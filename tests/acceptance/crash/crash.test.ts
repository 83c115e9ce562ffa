import { stopScenario, STORY } from '../../crash/scenario';
import { drawn, runUpTo } from '../../crash/pool';
import { TestCloud } from '../../helix';

const AT_ONCE = 3;

describe('a process that is killed', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start('--provision-ms', '0');
  });
  afterAll(() => cloud.stop());

  it.each([
    ['one operation after the other', ['--parallelism', '1']],
    ['operations at once', []],
  ])(
    'at any boundary of create, update, replace, delete and expire is made good by the next command, %s',
    async (_, extra) => {
      const counts = STORY.map(() => 0);
      const last = await runUpTo(drawn(extra.length > 0 ? 6 : 16), AT_ONCE, async (at) => {
        const runs = await stopScenario(cloud, (made, words) => made.stopCase([...words, ...extra], { at }));
        runs.forEach((run, step) => (counts[step] = Math.max(counts[step]!, run.boundaries.length)));
        return runs.every(({ isWhole }) => isWhole);
      });
      process.stderr.write(`${counts.join(' + ')} boundaries; the last of them ${last - 1}\n`);
      expect(Math.min(...counts)).toBeGreaterThan(60);
    },
  );
});
