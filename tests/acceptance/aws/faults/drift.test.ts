import { counts, living, ONE_MACHINE } from '../cloud';
import type { Cloud } from '../cloud';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

const FOREIGN_RULE = ['--protocol', 'tcp', '--port', '2222', '--cidr', '0.0.0.0/0'];

describe('what was changed outside', () => {
  const { moto, small } = onMoto();

  it('is shown by `plan --refresh`, is repaired by the next apply, and a terminated machine is created again', async () => {
    const project = small(machine('api'));
    await project.runHelix('apply', '--auto-approve');
    const before = await moto.readCloud();
    const [{ id: group } = { id: '' }] = before.groups;
    const { id } = onlyMachine(before);

    await aws('authorize-security-group-ingress', '--group-id', group, ...FOREIGN_RULE);
    await aws('delete-tags', '--resources', group, '--tags', 'Key=helix-workspace');
    await aws('terminate-instances', '--instance-ids', id);
    const verified = await project.run(['plan', '--verify']);
    expect([verified.code, verified.stderr]).toEqual([
      5,
      expect.stringMatching(/aws_instance\.\S+: expected nothing, Terraform plans create/),
    ]);
    expect(await project.runHelix('status')).toMatch(
      /^instance\.api .*ready +gone.*\n +terminated outside Helix; parts of it are left$/m,
    );
    const changed = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([changed.code, changed.stderr]).toEqual([2, expect.anything()]);
    expect(changed.stdout).toMatch(/! instance\.api +no longer there/);
    expect(changed.stdout).toContain('terminated outside Helix: created again, empty disk');
    expect(changed.stdout).toMatch(/aws_security_group\.ingress: "cidr_blocks 0\.0\.0\.0\/0, from_port 2222/);
    expect(changed.stdout).toContain('aws_security_group.tags.helix-workspace: "(none)"');
    expect(changed.stdout).toContain('\nPlan: 1 to add, 0 to change, 0 to destroy.\n');
    expect(changed.stdout).toMatch(/\nCost: \$0\.00 -> /);

    await project.runHelix('apply', '--auto-approve');
    const repaired = await moto.readCloud();
    expect(counts(repaired)).toEqual(ONE_MACHINE);
    expect(repaired.groups).toEqual(before.groups);
    expect(onlyMachine(repaired).id).not.toBe(id);
    const { code, stdout } = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('No changes')]);
    expect(await project.runHelix('plan', '--verify')).toContain('Verified: Terraform has nothing to do.');
  });

  function aws(...words: readonly string[]): Promise<unknown> {
    return moto.runAws('us-east-1', 'ec2', ...words);
  }
});

function onlyMachine(cloud: Cloud) {
  const [machine, ...others] = living(cloud);
  if (machine === undefined || others.length > 0) throw new Error('not one machine');
  return machine;
}
