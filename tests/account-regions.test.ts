import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { MemoryWorld } from './in-process/memory-world';
import { rentingEngine } from './in-process/paper-engine';

const CLOUD_TOML = '[providers.prod]\nprovider_type = "AWS"\nregions = ["eu-west-1"]\n';
const MACHINE = 'cpu = 2\nmemory_gb = 4\nimage = "nginx:1.27"\n';
const TOML = `[project]\nname = "shop"\n[deploy.web]\nprovider = "aws"\nregion = "us-east-1"\n${MACHINE}`;
const REFUSAL =
  'helix.toml:5:10: `us-east-1` is not among the `regions` of the account `prod` at cloud.toml:3:11.';

function worldWith(toml: string) {
  const cloud = new InMemoryCloud();
  const world = new MemoryWorld({
    files: { 'helix.toml': toml },
    engines: [rentingEngine(cloud)],
    signedIn: ['aws'],
  });
  world.write('cloud.toml', CLOUD_TOML);
  return { world, cloud };
}

describe('a region that an account does not allow', () => {
  it('is refused by an apply with 5 and both places before anything starts, and is planned', async () => {
    const { world, cloud } = worldWith(TOML);
    const { code, stderr } = await world.run('apply', '--auto-approve');
    expect([code, stderr]).toEqual([5, expect.stringContaining(REFUSAL)]);
    expect(stderr).toContain('It allows eu-west-1.');
    expect(cloud.things.size).toBe(0);
    expect((await world.run('plan')).code).toBe(0);
  });

  it('is one to leave: what runs there is destroyed', async () => {
    const { world, cloud } = worldWith(TOML);
    world.write('cloud.toml', '');
    expect((await world.run('apply', '--auto-approve')).code).toBe(0);
    expect(cloud.things.size).toBe(1);
    world.write('cloud.toml', CLOUD_TOML);
    expect((await world.run('destroy', '--auto-approve')).code).toBe(0);
    expect(cloud.things.size).toBe(0);
  });

  it('is that of the account that the table names', async () => {
    const { world } = worldWith(TOML.replace('region', 'account = "test"\nregion'));
    world.write('cloud.toml', `${CLOUD_TOML}[providers.test]\nprovider_type = "AWS"\n`);
    expect((await world.run('apply', '--auto-approve')).code).toBe(0);
  });

  it.each([
    ['deploy', ['cloud', 'deploy', 'web', '--provider', 'aws', '--region', 'us-east-1', '--yes']],
    ['add', ['add', 'web', '--provider', 'aws', '--region', 'us-east-1']],
  ])('is refused by %s, which leaves the file', async (_, words) => {
    const toml = '[project]\nname = "shop"\n';
    const { world, cloud } = worldWith(toml);
    const { code, stderr } = await world.run(
      ...words,
      '--cpu',
      '2',
      '--memory',
      '4',
      '--image',
      'nginx:1.27',
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('`regions` of the account `prod` at cloud.toml:3:11'),
    ]);
    expect([world.read('helix.toml'), cloud.things.size]).toEqual([toml, 0]);
  });

  it('stops no machine in an allowed one', async () => {
    const { world, cloud } = worldWith(TOML.replace('us-east-1', 'eu-west-1'));
    expect((await world.run('apply', '--auto-approve')).code).toBe(0);
    expect(cloud.things.size).toBe(1);
  });
});
