import { azure } from '../../../stacks/azure';
import { describeWith } from '../terraform/describe-with';
import { onAzure } from './on-azure';
import { machine } from './small-machines';

const MACHINES = 'Microsoft.Compute/virtualMachines';

describeWith(azure.provider, 'an apply on Azure', () => {
  const { arm, standIn, small } = onAzure();
  const names = () =>
    arm()
      .store.list(MACHINES)
      .map(({ name }) => name);

  it('that a machine fails in makes the others, and says so in the words of Azure', async () => {
    const project = small(machine('a') + machine('b'));
    standIn().faults.add('machine.put', { failure: 'SkuNotAvailable' });
    const failed = await project.run(['apply', '--auto-approve']);
    expect([failed.code, failed.stdout + failed.stderr]).toEqual([
      4,
      expect.stringContaining('SkuNotAvailable'),
    ]);
    expect(names()).toHaveLength(1);
    expect((await project.run(['apply', '--auto-approve'])).code).toBe(0);
    expect(names().sort()).toEqual(['helix-small-a', 'helix-small-b']);
    expect((await project.run(['destroy', '--auto-approve'])).code).toBe(0);
    expect(arm().store.list()).toEqual([]);
  });

  it('without credentials that Azure takes changes nothing, and ends with 3', async () => {
    const project = small(machine('a'));
    arm().refusesCredentials = true;
    const run = await project.run(['apply', '--auto-approve']);
    expect([run.code, run.stdout + run.stderr]).toEqual([
      3,
      expect.stringContaining('gives no token for these credentials'),
    ]);
    expect(run.stdout + run.stderr).not.toContain('client-s3cr3t-value');
    expect(arm().store.list()).toEqual([]);
  });
});
