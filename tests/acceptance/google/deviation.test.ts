import { google } from '../../../stacks/google';
import { digestIn } from '../aws/small-projects';
import { describeWith } from '../terraform/describe-with';
import { machine } from './google-project';
import { onGoogle } from './on-google';

describeWith(google.provider, 'a plan of Terraform on Google that differs from the approved plan', () => {
  const { now, project: made } = onGoogle();

  it('is refused after a rule was opened outside; by the digest of `plan --refresh` it is repaired', async () => {
    const project = made(machine('api'));
    await project.runHelix('apply', '--auto-approve');
    project.edit('helix.toml', '"debug"', '"info"');
    const digest = digestIn(await project.runHelix('plan'));
    const { firewalls } = now.cloud.firewalls;
    const [path, rule] = [...firewalls].find(([name]) => name.endsWith('-ports'))!;
    firewalls.set(path, { ...rule, allowed: [{ IPProtocol: 'tcp', ports: ['80', '2222'] }] });

    const before = [structuredClone(firewalls.get(path)), await project.runHelix('state', 'pull')];
    const refused = await project.run(['apply', '--plan-digest', digest, '--auto-approve']);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('`helix plan --refresh`')]);
    expect(refused.stderr).toMatch(/google_compute_firewall\.\S+: expected nothing, Terraform plans update/);
    expect([firewalls.get(path), await project.runHelix('state', 'pull')]).toEqual(before);

    const plan = await project.runHelix('plan', '--refresh');
    expect(plan).toContain('2222');
    await project.runHelix('apply', '--plan-digest', digestIn(plan), '--auto-approve');
    expect(firewalls.get(path)).toMatchObject({ allowed: [{ IPProtocol: 'tcp', ports: ['80'] }] });
    const after = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('Plan: 0 to add, 0 to change')]);
  });
});
