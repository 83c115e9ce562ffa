import { DISK_CALLS, DiskModel, POWER_FAILURES } from '../../crash/disk-model';
import type { PowerFailure } from '../../crash/disk-model';
import { drawn, runUpTo } from '../../crash/pool';
import { STORY, stopScenario } from '../../crash/scenario';
import type { Stop } from '../../crash/scenario';
import { traced } from '../../crash/traced';
import { TestCloud } from '../../helix';

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
      const numbers = drawn(16);
      let failures = 0;
      const last = await runUpTo(numbers, AT_ONCE, async (at) => {
        const runs = await stopScenario(cloud, powerFailure(at, failure));
        failures += runs.filter(({ isWhole }) => !isWhole).length;
        return runs.every(({ isWhole }) => isWhole);
      });
      process.stderr.write(`up to boundary ${last - 1}, ${failures} power failures\n`);
      expect(failures).toBeGreaterThan((STORY.length * 30) / numbers.step);
    },
  );

  it('loses something when the program does not sync: so this test can tell', async () => {
    const at = /^answered request POST/;
    const blind = powerFailure(at, 'nothing that was not synced', NO_SYNC);
    await expect(stopScenario(cloud, blind)).rejects.toThrow(/create, stopped at/);
  });
});

/** A disk that says that it has synced, and has not. */
const NO_SYNC = `
  const promises = require('node:fs/promises');
  const open = promises.open;
  promises.open = async (...given) => Object.assign(await open(...given), { sync: async () => {} });`;

/** Stops a run at a boundary, and leaves of the project's directory what the disk has of it then. */
function powerFailure(at: number | RegExp, failure: PowerFailure, preload = ''): Stop {
  return async (made, words) => {
    const disk = new DiskModel(made.project.directory);
    const through = traced(DISK_CALLS, (calls) => {
      for (const call of calls) disk.apply(call);
    });
    const flags = made.project.preload(preload);
    const run = await made.stopCase(words, { at, once: true }, (project, given, options) =>
      through(project, given, { ...options, node: [...flags, ...options.node] }),
    );
    if (!run.isWhole) disk.fail(failure);
    return run;
  };
}
