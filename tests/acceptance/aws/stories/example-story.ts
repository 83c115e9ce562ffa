import { SECRET, TARGETS } from '../aws-project';
import { counts, living, NOTHING } from '../cloud';
import { filesHolding } from '../files-holding';
import type { onMoto } from '../on-moto';

const ROTATED = 'feed-rotated-s3cr3t-value';
const WHOLE = {
  ...NOTHING,
  instances: 2,
  groups: 2,
  volumes: 2,
  roles: 2,
  profiles: 2,
  repositories: 1,
  parameters: 1,
};

/** The life of the example on AWS, from its first plan until nothing is left. */
export function itLivesWhole({ moto, example }: Pick<ReturnType<typeof onMoto>, 'moto' | 'example'>): void {
  it('is planned, applied, planned again with nothing to do, expired, and destroyed', async () => {
    const project = example();
    const planned = await project.runHelix('plan');
    expect(planned).toContain('\nPlan: 3 to add, 0 to change, 0 to destroy.\n');

    const applied = await project.apply();
    expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining(SECRET)]);
    const cloud = await moto.readCloud();
    expect(counts(cloud)).toEqual(WHOLE);
    expect(cloud.repositories).toMatchObject([
      { name: 'price-feed', mutability: 'IMMUTABLE', scan: true, lifecycle: null },
    ]);
    const machines = new Map(living(cloud).map((machine) => [machine.tags['helix-address'], machine]));
    const [production, preview] = [machines.get('instance.production')!, machines.get('instance.preview')!];
    expect(production).toMatchObject({ type: 'm5a.large', architecture: 'x86_64', spot: false });
    expect(preview).toMatchObject({ type: 't3a.small', spot: true });
    for (const { metadata } of machines.values()) {
      expect(metadata).toMatchObject({ HttpTokens: 'required', InstanceMetadataTags: 'enabled' });
    }
    const sizes = Object.fromEntries(
      cloud.volumes.map(({ id, size, type, encrypted }) => [id, { size, type, encrypted }]),
    );
    expect(sizes[production.volumes[0]!]).toEqual({ size: 40, type: 'gp3', encrypted: true });
    expect(sizes[preview.volumes[0]!]).toEqual({ size: 20, type: 'gp3', encrypted: true });
    const groupOf = (name: string) => cloud.groups.find((group) => group.name === name);
    expect(groupOf(production.groups[0]!)?.ingress).toEqual([
      ['tcp', 22, 22, '203.0.113.0/24'],
      ['tcp', 80, 80, '0.0.0.0/0'],
    ]);
    expect(groupOf(preview.groups[0]!)?.ingress).toEqual([['tcp', 80, 80, '0.0.0.0/0']]);
    expect(groupOf(preview.groups[0]!)?.egress).toEqual([['-1', null, null, '0.0.0.0/0']]);
    expect(production.tags['helix-expires-at']).toBeUndefined();
    expect(preview.tags['helix-expires-at']).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);

    // The secret is where it belongs, and nowhere else: no plan, no state of anybody, no user data.
    const [parameter] = cloud.parameters;
    expect(parameter?.type).toBe('SecureString');
    const value = ['ssm', 'get-parameter', '--with-decryption', '--name', parameter!.name];
    expect(await moto.runAws('us-east-1', ...value)).toMatchObject({ Parameter: { Value: SECRET } });
    expect(filesHolding(project, SECRET)).toEqual([]);
    for (const { id } of machines.values()) {
      const userData = await moto.readUserData(id);
      expect([userData.startsWith('#cloud-config'), userData.includes(SECRET)]).toEqual([true, false]);
    }

    const again = await project.run([
      'plan',
      '--refresh',
      '--target',
      'production',
      '--target',
      'preview',
      '--target',
      'registry_repo.images',
      '--detailed-exitcode',
    ]);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('\nPlan: 0 to add, 0 to change, 0 to destroy.\n'),
    ]);
    expect(project.stacks().map((stack) => [stack.split('/').at(-1), project.terraformPlan(stack)])).toEqual([
      ['aws-us-east-1-compute', null],
      ['aws-us-east-1-registry', null],
    ]);
    // A new value reaches the parameter in place, and is again nowhere else.
    const rotation = { env: { FEED_TOKEN: ROTATED } };
    const rotated = await project.run(['apply', '--auto-approve', ...TARGETS], rotation);
    expect([rotated.code, rotated.stdout]).toEqual([
      0,
      expect.stringContaining('0 added, 1 changed, 0 destroyed'),
    ]);
    expect(rotated.stderr).toMatch(/secrets\.FEED_TOKEN +\(its value changed/);
    expect(await moto.runAws('us-east-1', ...value)).toMatchObject({ Parameter: { Value: ROTATED } });
    expect(rotated.stdout + rotated.stderr).not.toContain(ROTATED);
    expect(filesHolding(project, ROTATED)).toEqual([]);
    expect(living(await moto.readCloud()).map(({ id }) => id)).toEqual(living(cloud).map(({ id }) => id));
    const repeated = await project.run(['apply', '--auto-approve', ...TARGETS], rotation);
    expect(repeated.stdout).toContain('0 added, 0 changed, 0 destroyed');

    const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
    expect(outputs).toMatchObject({
      'instance.production': { instance_id: production.id, public_address: production.publicAddress },
    });

    // Nothing else is touched, whatever the files want by now.
    project.edit('Blueprint.toml', 'ssh_cidrs = ["203.0.113.0/24"]', 'ssh_cidrs = []');
    project.edit('Blueprint.toml', 'LOG_LEVEL = "debug"', 'LOG_LEVEL = "info"');
    const late = { node: project.clockOffBy(4 * 86_400_000) };
    const expired = await project.run(['destroy', '--expired', '--auto-approve'], late);
    expect([expired.code, expired.stderr]).toEqual([0, expect.anything()]);
    const after = await moto.readCloud();
    expect(counts(after)).toEqual({ ...WHOLE, instances: 1, groups: 1, volumes: 1, roles: 1, profiles: 1 });
    expect(living(after)).toEqual([production]);
    expect(after.groups).toEqual([groupOf(production.groups[0]!)]);

    const destroyed = await project.run(['destroy', '--auto-approve']);
    expect([destroyed.code, destroyed.stderr]).toEqual([0, expect.anything()]);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });
}
