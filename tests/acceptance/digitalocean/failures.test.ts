import { digitalocean } from '../../../stacks/digitalocean';
import { drawnOf } from '../../crash/pool';
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

  it('a volume that is asked to become smaller stays as it is, with its machine, until a larger one is asked for', () =>
    onDigitalOcean(async ({ cloud, project: open }) => {
      const project = open(SMALL.replace('storage_gb = 20', 'storage_gb = 60'));
      await project.runHelix(...APPLY);
      const ids = [[...cloud.volumes.keys()], [...cloud.droplets.keys()]];
      for (const [from, to, size] of [
        [60, 50, 60],
        [50, 70, 70],
      ] as const) {
        project.edit('helix.toml', `storage_gb = ${from}`, `storage_gb = ${to}`);
        expect(await project.runHelix('plan')).toContain('0 to add, 1 to change, 0 to destroy');
        await project.runHelix(...APPLY);
        expect([...cloud.volumes.values()]).toEqual([expect.objectContaining({ size })]);
        expect([[...cloud.volumes.keys()], [...cloud.droplets.keys()]]).toEqual(ids);
        expect(await project.planByTerraform()).toBeNull();
      }
    }));

  it('a rejected token ends the run before anything is made, and names its variable', () =>
    onDigitalOcean(async ({ cloud, project: open }) => {
      const project = open(SMALL, 'dop_v1_ffffffffffffffffffffffffffffffff');
      const { code, stderr } = await project.run(APPLY);
      expect([code, stderr]).toEqual([3, expect.stringContaining('DIGITALOCEAN_TOKEN')]);
      expect(stderr).toContain('DigitalOcean refuses the credentials of `digitalocean`: 401');
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
});
