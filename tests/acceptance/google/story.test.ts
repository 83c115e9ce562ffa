import { google } from '../../../stacks/google';
import { filesHolding } from '../aws/files-holding';
import { describeWith } from '../terraform/describe-with';
import { machine, SECRET } from './google-project';
import { NOTHING, onGoogle } from './on-google';

const PRODUCTION = `ssh_cidrs = ["203.0.113.0/24"]\nsecrets = { FEED_TOKEN = "env:FEED_TOKEN" }`;
const PREVIEW = `spot = true\nttl = "3d"\nexpire_itself = true`;

describeWith(google.provider, 'two machines on Google', () => {
  const { now, project: made } = onGoogle();

  it('are planned, applied, planned again with nothing to do, expired, and destroyed', async () => {
    const project = made(machine('production', PRODUCTION) + machine('preview', PREVIEW));
    expect(await project.runHelix('plan')).toContain('\nPlan: 2 to add, 0 to change, 0 to destroy.\n');
    expect(now.cloud.inventory()).toEqual(NOTHING);

    const applied = await project.run(['apply', '--auto-approve']);
    expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining(SECRET)]);
    const { cloud } = now;
    const [preview, production] = ['preview', 'production'].map((name) => {
      const found = [...cloud.compute.instances.values()].find((one) =>
        one.metadata.items?.some(({ key, value }) => key === 'helix-address' && value === `instance.${name}`),
      );
      if (found === undefined) throw new Error(`no machine ${name} in ${JSON.stringify(cloud.inventory())}`);
      return found;
    });
    expect(production?.scheduling).toMatchObject({ provisioningModel: 'STANDARD' });
    expect(preview?.scheduling).toMatchObject({
      provisioningModel: 'SPOT',
      instanceTerminationAction: 'DELETE',
    });
    const rules = [...cloud.firewalls.firewalls.values()].map((rule) => [
      rule['targetTags'],
      rule['priority'],
      rule['sourceRanges'],
      rule['allowed'] ?? rule['denied'],
    ]);
    const web = [{ IPProtocol: 'tcp', ports: ['80'] }];
    const expected = [
      [production?.tags.items, 500, ['0.0.0.0/0'], web],
      [production?.tags.items, 500, ['203.0.113.0/24'], [{ IPProtocol: 'tcp', ports: ['22'] }]],
      [production?.tags.items, 600, ['0.0.0.0/0'], [{ IPProtocol: 'all' }]],
      [preview?.tags.items, 500, ['0.0.0.0/0'], web],
      [preview?.tags.items, 600, ['0.0.0.0/0'], [{ IPProtocol: 'all' }]],
    ];
    expect(rules).toHaveLength(5);
    expect(rules).toEqual(expect.arrayContaining(expected));

    // The secret is where it belongs, and nowhere else: no plan, no state of anybody, no metadata, no error.
    const [secret] = cloud.secrets.secrets.keys();
    expect(cloud.secrets.valueOf(secret!)).toBe(SECRET);
    expect(filesHolding(project, SECRET)).toEqual([]);
    expect(JSON.stringify([...cloud.compute.instances.values()])).not.toContain(SECRET);
    expect(applied.stdout).not.toContain(SECRET);

    const again = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([again.code, again.stdout, again.stderr]).toEqual([
      0,
      expect.stringContaining('\nPlan: 0 to add, 0 to change, 0 to destroy.\n'),
      expect.anything(),
    ]);
    const plans = await Promise.all(project.stacks().map((stack) => project.planByTerraform(stack)));
    expect(plans).toEqual(project.stacks().map(() => null));
    expect(plans.length).toBeGreaterThan(0);

    const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
    const address = production?.networkInterfaces[0]?.accessConfigs?.[0]?.natIP;
    expect(outputs).toMatchObject({ 'instance.production': { public_address: address } });

    // Nothing else is touched, whatever the files want by now.
    project.edit('helix.toml', 'ssh_cidrs = ["203.0.113.0/24"]', 'ssh_cidrs = []');
    const before = structuredClone(production);
    const late = { node: project.clockOffBy(4 * 86_400_000) };
    const expired = await project.run(['destroy', '--expired', '--auto-approve'], late);
    expect([expired.code, expired.stderr]).toEqual([0, expect.anything()]);
    expect([...cloud.compute.instances.values()]).toEqual([before]);
    expect(cloud.inventory().firewalls).toHaveLength(3);
    expect(cloud.inventory().serviceAccounts).toHaveLength(1);

    const destroyed = await project.run(['destroy', '--auto-approve']);
    expect([destroyed.code, destroyed.stderr]).toEqual([0, expect.anything()]);
    expect(cloud.inventory()).toEqual(NOTHING);
  });
});
