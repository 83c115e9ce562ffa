import { vultr } from '../../../stacks/vultr';
import { filesHolding } from '../aws/files-holding';
import { describeWith } from '../terraform/describe-with';
import { KEY } from './cloud/vultr-cloud';
import { openVultr, SMALL } from './on-vultr';

const TWO = `[deploy.web]\n${SMALL}[deploy.data]\n${SMALL.replace('storage_gb = 20', 'storage_gb = 60')}`;

describeWith(vultr.provider, 'a project on Vultr', () => {
  it('is applied through a proxy, found again after a lost answer, changed and destroyed, and nothing is left', async () => {
    const { cloud, standIn, project, close } = await openVultr(TWO);
    try {
      standIn.faults.add('instances.create', { dropped: 'after' });
      await project.run(['apply', '--auto-approve']);
      await project.runHelix('apply', '--auto-approve');
      expect(standIn.log.filter(({ operation }) => operation === 'instances.create')).toHaveLength(2);
      expect([cloud.instances.size, cloud.groups.size, cloud.blocks.size]).toEqual([2, 2, 1]);
      expect([...cloud.blocks.values()][0]?.fields).toMatchObject({
        size_gb: 60,
        instance: expect.stringMatching(/./) as unknown,
      });
      expect([...cloud.groups.values()].map(({ rules }) => rules.size)).toEqual([2, 2]);
      expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
      expect(filesHolding(project, KEY)).toEqual([]);
      const ids = [...cloud.instances.keys()];
      project.edit('helix.toml', 'ports = [80]', 'ports = [80]\nssh_cidrs = ["203.0.113.0/24"]');
      await project.runHelix('apply', '--auto-approve');
      expect([...cloud.groups.values()].map(({ rules }) => rules.size).sort()).toEqual([2, 3]);
      expect([...cloud.instances.keys()]).toEqual(ids);
      await project.runHelix('destroy', '--auto-approve');
      expect(cloud.leftOver()).toEqual([]);
      expect(standIn.violations).toEqual([]);
    } finally {
      await close();
    }
  });
});
