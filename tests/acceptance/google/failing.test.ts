import { google } from '../../../stacks/google';
import { describeWith } from '../terraform/describe-with';
import { machine } from './google-project';
import { NOTHING, onGoogle } from './on-google';

describeWith(google.provider, 'the refusals of Google', () => {
  const { now, project: made } = onGoogle();

  it('fail one machine alone, in the words of Google and with its place; the next apply continues', async () => {
    const project = made(machine('api') + machine('other', 'zone = "us-east1-c"'));
    const lines = project.read('helix.toml').split('\n');
    const [api, other] = ['api', 'other'].map((name) => lines.indexOf(`[deploy.${name}]`) + 1);
    now.standIn.faults.add('compute.instances.insert', {
      failure: 'ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS',
    });
    const failed = await project.run(['apply', '--auto-approve']);
    expect([failed.code, failed.stderr]).toEqual([4, expect.anything()]);
    const output = failed.stdout + failed.stderr;
    // One of the two is the first to ask for a machine.
    expect(output).toMatch(
      new RegExp(
        `^instance\\.(api +failed at helix\\.toml:${api}|other +failed at helix\\.toml:${other}): .*does not have enough resources`,
        'm',
      ),
    );
    expect(output).toContain('set `zone` to');
    expect(now.cloud.inventory().instances).toHaveLength(1);
    const [kept] = now.cloud.compute.instances.values();

    await project.runHelix('apply', '--auto-approve');
    expect(now.cloud.inventory()).toMatchObject({
      instances: [expect.anything(), expect.anything()],
      serviceAccounts: [expect.anything(), expect.anything()],
    });
    expect([...now.cloud.compute.instances.values()].map(({ id }) => id)).toContain(kept?.id);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });

  it('of an API that is off name the command that switches it on, and begin nothing', async () => {
    now.cloud.disabled.add('compute');
    const project = made(machine('api'));
    const { code, stderr } = await project.run(['apply', '--auto-approve']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('gcloud services enable compute.googleapis.com');
    expect(now.cloud.inventory()).toEqual(NOTHING);
  });

  it('of a repeated creation whose answer was lost are taken over by the next apply', async () => {
    const project = made(machine('api'));
    now.standIn.faults.add('compute.instances.insert', { dropped: 'after' });
    await project.run(['apply', '--auto-approve']);
    await project.runHelix('apply', '--auto-approve');
    expect(now.cloud.inventory()).toMatchObject({
      instances: [expect.anything()],
      disks: [expect.anything()],
      serviceAccounts: [expect.anything()],
    });
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });
});
