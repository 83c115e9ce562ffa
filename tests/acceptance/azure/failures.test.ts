import { once } from 'node:events';
import { azure } from '../../../stacks/azure';
import { describeWith } from '../terraform/describe-with';
import { onAzure } from './on-azure';

const MACHINES = 'Microsoft.Compute/virtualMachines';

function machine(name: string): string {
  return `
[deploy.${name}]
provider = "azure"
region = "westeurope"
image = "docker.io/library/nginx:1.27"
cpu = 2
memory_gb = 4
storage_gb = 20
ports = [80]
ssh_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada"
ttl = "7d"
expire_itself = true
`;
}

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
      expect.stringContaining('failed to acquire a token'),
    ]);
    expect(run.stdout + run.stderr).not.toContain('client-s3cr3t-value');
    expect(arm().store.list()).toEqual([]);
  });

  it.each(['group.put', 'machine.put'])(
    'that is killed at %s is completed by the next one: nothing is made twice or left',
    async (operation) => {
      const project = small(machine('a'));
      const held = standIn().faults.hold(operation);
      const child = project.start(['apply', '--auto-approve']);
      await held.arrived;
      const closed = once(child, 'exit');
      child.kill('SIGKILL');
      await closed;
      // The request of the killed run has its effect all the same.
      await held.release();
      await project.run(['apply', '--auto-approve']);
      const again = await project.run(['apply', '--auto-approve']);
      expect([again.code, again.stdout]).toEqual([
        0,
        expect.stringContaining('0 added, 0 changed, 0 destroyed'),
      ]);
      expect(names()).toEqual(['helix-small-a']);
      expect((await project.run(['destroy', '--auto-approve'])).code).toBe(0);
      expect(arm().store.list()).toEqual([]);
    },
  );
});
