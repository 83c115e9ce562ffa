import { setTimeout as sleep } from 'node:timers/promises';
import { digitalocean } from '../../../stacks/digitalocean';
import { drawnOf } from '../../crash/pool';
import { Running } from '../../running';
import { descendants, workingIn } from '../aws/processes';
import { describeWith } from '../terraform/describe-with';
import { onDigitalOcean, SMALL } from './on-digitalocean';

const APPLY = ['apply', '--auto-approve'];

describeWith(digitalocean.provider, 'on DigitalOcean', () => {
  it("a machine that cannot be had fails in the cloud's words, the others stay, and the next run makes it", () =>
    onDigitalOcean(async ({ cloud, standIn, project: open }) => {
      const project = open(`${SMALL}[deploy.other]\n${SMALL}`);
      const limit = 'creating this/these droplet(s) will exceed your droplet limit';
      standIn.faults.add('droplets.create', { failure: limit });
      const failed = await project.run(APPLY);
      expect([failed.code, failed.stdout]).toEqual([4, expect.stringContaining(limit)]);
      expect(failed.stdout).toMatch(/failed at helix\.toml:\d+/);
      expect(cloud.droplets.size).toBe(1);
      const [kept] = cloud.droplets.keys();
      await project.runHelix(...APPLY);
      expect([...cloud.droplets.keys()]).toHaveLength(2);
      expect(cloud.droplets.has(kept!)).toBe(true);
    }));

  it('a rejected token ends the run before anything is made, and names its variable', () =>
    onDigitalOcean(async ({ cloud, project: open }) => {
      const project = open(SMALL, 'dop_v1_ffffffffffffffffffffffffffffffff');
      const { code, stderr } = await project.run(APPLY);
      expect([code, stderr]).toEqual([3, expect.stringContaining('DIGITALOCEAN_TOKEN')]);
      expect(stderr).not.toContain('dop_v1_f');
      expect([cloud.tags.size, cloud.firewalls.size, cloud.droplets.size]).toEqual([0, 0, 0]);
    }));

  it.each(drawnOf(['tags.create', 'firewalls.create', 'volumes.create', 'droplets.create'], 4))(
    'an answer of %s that is lost makes nothing twice, and replaces nothing',
    (operation) =>
      onDigitalOcean(async ({ cloud, standIn, project: open }) => {
        const project = open(SMALL.replace('storage_gb = 20', 'storage_gb = 60'));
        standIn.faults.add(operation, { dropped: 'after' });
        await project.run(APPLY);
        await project.runHelix(...APPLY);
        const created = standIn.log.filter((one) => one.operation === operation);
        expect(created).toHaveLength(operation === 'tags.create' ? 2 : 1);
        expect([cloud.droplets.size, cloud.firewalls.size, cloud.volumes.size]).toEqual([1, 1, 1]);
        expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
        expect(await project.planByTerraform()).toBeNull();
        await project.runHelix('destroy', '--auto-approve');
        expect(cloud.leftOver()).toEqual([]);
      }),
  );

  const points = [
    'tags.create',
    'firewalls.create',
    'droplets.create',
    'droplets.get',
    'droplets.delete',
  ].flatMap((operation) => (['before', 'after'] as const).map((effect) => ({ operation, effect })));

  it.each(drawnOf(points, 10))(
    'SIGKILL of everything at $operation, $effect its effect, leaves no orphan and no double',
    ({ operation, effect }) =>
      onDigitalOcean(async ({ cloud, standIn, project: open }) => {
        const project = open(SMALL);
        const isReplacing = operation === 'droplets.delete';
        if (isReplacing) {
          await project.runHelix(...APPLY);
          project.edit('helix.toml', 'nginx:1.27', 'nginx:1.28');
        }
        const held = standIn.faults.hold(operation);
        const run = new Running(project, APPLY);
        await held.arrived;
        if (effect === 'after') await held.release();
        const pids = [
          ...descendants(run.pid, 'terraform'),
          ...descendants(run.pid, 'terraform-provider-digitalocean'),
        ];
        for (const pid of [run.pid, ...pids]) quietlyKill(pid);
        await run.end();
        while (workingIn(project.directory).length > 0) await sleep(20);
        if (effect === 'before') await held.release();
        await project.runHelix(...APPLY);
        if ((await project.run(['plan', '--detailed-exitcode'])).code !== 0) await project.runHelix(...APPLY);
        expect([cloud.droplets.size, cloud.firewalls.size]).toEqual([1, 1]);
        expect(await project.planByTerraform()).toBeNull();
        await project.runHelix('destroy', '--auto-approve');
        expect(cloud.leftOver()).toEqual([]);
      }),
  );
});

/** It may have ended by itself. */
function quietlyKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // There is no such process.
  }
}
