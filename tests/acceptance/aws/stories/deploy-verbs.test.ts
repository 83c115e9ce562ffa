import { InTerminal } from '../../terminal/in-terminal';
import { living } from '../cloud';
import { onMoto } from '../on-moto';

const QUESTION = 'Proceed with deployment? (Y/n) ';
const DEPLOY = [
  'cloud',
  'deploy',
  '--auto-select',
  '--image',
  'docker.io/library/nginx:1.27',
  '--port',
  '8080',
];
const TABLES = `# Ours alone.

[policy]
allowed_providers = ["aws"] # nowhere else
allowed_regions = ["us-east-1"]
`;

describe('the deploy verbs', () => {
  const { moto, small } = onMoto();

  it('rent a machine, show it, change it, stop paying for it, and bring it back', async () => {
    const project = small(TABLES);
    project.write('Blueprint.toml', '[blueprint]\nname = "small"\nid = 123\n');
    const files = () => ['helix.toml', 'Blueprint.toml'].map((file) => project.read(file));
    const before = files();

    const refused = new InTerminal(project, DEPLOY, { env: { NO_COLOR: '1' } });
    await refused.waitForText(QUESTION);
    refused.press('n\r');
    expect(await refused.end()).toBe(8);
    expect(refused.shown).toContain('Chosen: aws us-east-1, t3a.medium, the cheapest of ');
    expect(refused.shown).toContain('Estimated cost: $0.04/hr ($1.08 total)');
    expect(refused.shown).toContain('Deployment cancelled.');
    expect([files(), await project.runHelix('state', 'list')]).toEqual([before, 'Nothing is recorded.\n']);

    const accepted = new InTerminal(project, DEPLOY, { env: { NO_COLOR: '1' } });
    await accepted.waitForText(QUESTION);
    accepted.press('\r');
    expect(await accepted.end()).toBe(0);
    const [machine] = living(await moto.readCloud());
    const id = machine!.id;
    expect(machine!.tags['helix-blueprint-id']).toBe('123');
    for (const line of [
      'Deployment successful!',
      `  Deployment ID: ${id}`,
      `  Public IP: ${machine!.publicAddress}`,
      `  URL: http://${machine!.publicAddress}:8080`,
      `  Dashboard: https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#InstanceDetails:instanceId=${id}`,
    ]) {
      expect(accepted.shown).toContain(line);
    }
    expect(accepted.shown).toMatch(/ {2}Expires: \S+ \S+ UTC, in [\w ]+ \(`helix renew remote` extends it\)/);
    const declared =
      '\n[deploy.remote]\nprovider = "auto"\nimage = "docker.io/library/nginx:1.27"\nports = [8080]\nttl = "1d"\n';
    expect(files()).toEqual([`${before[0]}${declared}`, before[1]]);

    const shown = JSON.parse(
      await project.runHelix('cloud', 'status', '--deployment-id', id, '--json'),
    ) as unknown;
    expect(shown).toMatchObject([
      { address: 'instance.remote', deployment_id: id, actual: 'ready', hourly_usd: '0.044792' },
    ]);

    const edited = await project.run(['cloud', 'deploy', '--cpu', '4', '--yes', '--json']);
    expect([edited.code, edited.stderr]).toEqual([0, expect.stringMatching(/cpu +2 -> 4/)]);
    expect(JSON.parse(edited.stdout)).toMatchObject({
      result: 'deployed',
      address: 'instance.remote',
      deployment_id: id,
      blueprint_id: 123,
      public_ip: expect.any(String) as unknown,
    });
    expect(project.read('helix.toml')).toBe(`${before[0]}${declared}cpu = 4\n`);
    const again = await project.run(['deploy', '--remote', '--cpu', '4', '--yes', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ result: 'unchanged', deployment_id: id });

    expect(await project.runHelix('stop', 'remote')).toContain('instance.remote is stopped.');
    expect(living(await moto.readCloud())).toMatchObject([{ id, state: 'stopped' }]);
    expect(await project.runHelix('plan')).toContain('Stopped: instance.remote');
    expect(await project.runHelix('start', 'remote')).toContain('instance.remote is running.');
    expect(living(await moto.readCloud())).toMatchObject([{ id, state: 'running' }]);

    const terminated = await project.run(['cloud', 'terminate', '--blueprint-id', '123', '--yes']);
    expect([terminated.code, living(await moto.readCloud())]).toEqual([0, []]);
    const plan = await project.runHelix('apply', '--auto-approve');
    expect(plan).toContain('0 added, 0 changed, 0 destroyed');
    expect(await project.runHelix('plan')).toContain('Stays down: instance.remote was terminated');
    await project.runHelix('renew', 'remote');
    await project.runHelix('apply', '--auto-approve');
    expect(living(await moto.readCloud())).toHaveLength(1);
  });
});
