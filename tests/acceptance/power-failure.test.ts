import { DISK_CALLS, DiskModel, POWER_FAILURES } from '../crash/disk-model';
import type { PowerFailure } from '../crash/disk-model';
import { upTo } from '../crash/pool';
import { STORY, stoppedStory } from '../crash/story';
import { traced } from '../crash/traced';
import { TestCloud } from '../helix';

const AT_ONCE = 3;

// A kill proves nothing about fsync: what was written survives it in the kernel's memory.
describe('a machine that loses its power', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start('--provision-ms', '0');
  });
  afterAll(() => cloud.stop());

  it.each(Object.keys(POWER_FAILURES) as PowerFailure[])(
    'at any boundary, and keeps %s: the next command makes it good',
    async (failure) => {
      let failures = 0;
      const last = await upTo(1, AT_ONCE, async (at) => {
        const runs = await stoppedStory(cloud, async (made, words) => {
          const disk = new DiskModel(made.project.directory);
          const run = await made.stopped(
            words,
            { at, once: true },
            traced(DISK_CALLS, (calls) => {
              for (const call of calls) disk.apply(call);
            }),
          );
          if (!run.isWhole) {
            disk.fail(failure);
            failures += 1;
          }
          return run;
        });
        return runs.every(({ isWhole }) => isWhole);
      });
      process.stderr.write(`${last - 1} boundaries, ${failures} power failures\n`);
      expect(failures).toBeGreaterThan(STORY.length * 30);
    },
    1_200_000,
  );
});
