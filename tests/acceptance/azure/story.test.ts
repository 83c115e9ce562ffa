import { azure } from '../../../stacks/azure';
import { filesHolding } from '../aws/files-holding';
import { describeWith } from '../terraform/describe-with';
import { SECRET } from './azure-project';
import { objectsAt, textAt } from './cloud/arm-store';
import type { ArmResource } from './cloud/arm-store';
import { onAzure } from './on-azure';

const MACHINES = 'Microsoft.Compute/virtualMachines';
const GROUPS = 'Microsoft.Resources/resourceGroups';

describeWith(azure.provider, 'the example on Azure', () => {
  const { arm, example } = onAzure();
  const tagged = (type: string) =>
    new Map(
      arm()
        .store.list(type)
        .map((one) => [textAt(one.body, 'tags.helix-address'), one]),
    );
  const userData = ({ body }: ArmResource) =>
    Buffer.from(textAt(body, 'properties.osProfile.customData'), 'base64').toString('utf8');

  it('is planned, applied, planned again with nothing to do, expired, and destroyed', async () => {
    const project = example();
    expect(await project.runHelix('plan')).toContain('\nPlan: 2 to add, 0 to change, 0 to destroy.\n');

    const applied = await project.run(['apply', '--auto-approve']);
    expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining(SECRET)]);
    const machines = tagged(MACHINES);
    const [production, preview] = [machines.get('instance.production')!, machines.get('instance.preview')!];
    expect(arm().store.list(GROUPS)).toHaveLength(2);
    expect(production.body).toMatchObject({
      location: 'westeurope',
      properties: {
        hardwareProfile: { vmSize: 'Standard_D2as_v5' },
        storageProfile: { osDisk: { diskSizeGB: 40 }, imageReference: { sku: 'server' } },
      },
    });
    expect(preview.body).toMatchObject({ properties: { priority: 'Spot', evictionPolicy: 'Delete' } });
    expect(textAt(production.body, 'tags.helix-expires-at')).toBe('');
    expect(textAt(preview.body, 'tags.helix-expires-at')).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);
    const rules = [...tagged('Microsoft.Network/networkSecurityGroups')].map(([address, { body }]) => [
      address,
      objectsAt(body, 'properties.securityRules').map((rule) =>
        textAt(rule, 'properties.destinationPortRange'),
      ),
    ]);
    expect(Object.fromEntries(rules)).toEqual({
      'instance.production': ['80', '22'],
      'instance.preview': ['80'],
    });
    // Only the machine that ends itself has an identity, for its own group.
    expect(
      arm()
        .store.list('Microsoft.Authorization/roleAssignments')
        .map(({ id }) => id),
    ).toEqual([
      expect.stringMatching(
        /resourceGroups\/helix-price-feed-preview-[0-9a-f]{8}\/providers\/Microsoft.Auth/,
      ),
    ]);

    // The secret is where it belongs, and nowhere else: no plan, no state of anybody.
    expect(userData(production)).toContain(`FEED_TOKEN=${Buffer.from(SECRET).toString('base64')}\n`);
    for (const text of [SECRET, Buffer.from(SECRET).toString('base64'), 'client-s3cr3t-value']) {
      expect(filesHolding(project, text)).toEqual([]);
    }

    const again = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('\nPlan: 0 to add, 0 to change, 0 to destroy.\n'),
    ]);
    for (const stack of project.stacks()) expect(await project.planWithTerraform(stack)).toBeNull();
    const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
    expect(outputs).toMatchObject({
      'instance.production': {
        instance_id: production.id,
        public_address: expect.stringMatching(/^203\.0\.113\./) as string,
        private_address: expect.stringMatching(/^10\.71\.0\./) as string,
        url_80: expect.stringMatching(/^http:\/\/203/) as string,
      },
    });

    // A network more, while the other machine expires: nothing else is touched, whatever the files want by now.
    project.edit('Blueprint.toml', 'ssh_cidrs = ["203.0.113.0/24"]', 'ssh_cidrs = []');
    const late = { node: project.clockOffBy(4 * 86_400_000) };
    const expired = await project.run(['destroy', '--expired', '--auto-approve'], late);
    expect([expired.code, expired.stderr]).toEqual([0, expect.anything()]);
    expect([...tagged(MACHINES).keys()]).toEqual(['instance.production']);
    expect(arm().store.list(GROUPS)).toHaveLength(1);

    const destroyed = await project.run(['destroy', '--auto-approve']);
    expect([destroyed.code, destroyed.stderr]).toEqual([0, expect.anything()]);
    expect(arm().store.list()).toEqual([]);
  });
});
