import { setTimeout as sleep } from 'node:timers/promises';
import { Running } from '../../../running';
import { counts, living, ONE_MACHINE } from '../cloud';
import { onMoto } from '../on-moto';
import { workingIn } from '../processes';
import { machine } from '../small-projects';

describe("Ctrl-C on GitHub's timing, while a machine is being created", () => {
  const { moto, small } = onMoto();

  it('ends with 8, frees the lock and leaves no process; what was complete is kept, and the next apply continues', async () => {
    const project = small(machine('api'));
    let code = 0;
    let run: Running;
    do {
      await project.runHelix('destroy', '--auto-approve');
      run = new Running(project, ['apply', '--auto-approve', '--verbose']);
      await run.waitForText('creating instance');
      while (living(await moto.readCloud()).length === 0) await sleep(50);
      run.signal('SIGINT');
      await Promise.race([run.end(), sleep(7500)]);
      run.signal('SIGTERM');
      code = (await run.end()) ?? -1;
      // A busy host may see the machine only when it is ready: then there was nothing to interrupt.
    } while (code === 0);
    expect([code, run.said]).toEqual([8, expect.stringContaining('interrupted')]);
    expect(workingIn(project.directory)).toEqual([]);
    const [begun] = living(await moto.readCloud());
    const { mirrors } = JSON.parse(await project.runHelix('state', 'pull')) as {
      mirrors: Record<string, string>;
    };
    expect(mirrors['aws-us-east-1-compute']).toContain('aws_security_group');

    // The default is not to wait for a lock at all: it is free.
    await project.runHelix('apply', '--auto-approve');
    const cloud = await moto.readCloud();
    expect(counts(cloud)).toEqual(ONE_MACHINE);
    expect(living(cloud).map(({ id }) => id)).toEqual([begun?.id]);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
    expect(workingIn(project.directory)).toEqual([]);
  });
});
