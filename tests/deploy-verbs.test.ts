import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { MemoryWorld } from './in-process/memory-world';
import { rentingEngine } from './in-process/paper-engine';

const TOML = '# Ours.\n[project]\nname = "shop"\n';
const QUESTION = 'Proceed with deployment?';
const IMAGE = ['--image', 'nginx:1.27'];
const NEW = ['cloud', 'deploy', '--provider', 'AWS', '--cpu', '2', '--memory', '4', ...IMAGE];
const TABLE = `
[deploy.remote]
provider = "aws"
region = "us-east-1"
cpu = 2
memory_gb = 4
storage_gb = 20
image = "nginx:1.27"
ttl = "1d"
`;

interface Given {
  readonly toml?: string;
  readonly answers?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly signedIn?: readonly string[];
}

function worldWith({ toml = TOML, answers, files = {}, signedIn = ['aws'] }: Given = {}) {
  const cloud = new InMemoryCloud();
  const world = new MemoryWorld({
    files: { 'helix.toml': toml, ...files },
    engines: [rentingEngine(cloud)],
    signedIn,
    ...(answers && { answers }),
  });
  return { world, cloud };
}

describe('a deploy to a cloud', () => {
  it('declares a machine with a lifetime of a day, and rents it', async () => {
    const { world, cloud } = worldWith({ answers: [''] });
    const { code, stdout, stderr } = await world.run(...NEW);
    expect([code, world.read('helix.toml')]).toEqual([0, TOML + TABLE]);
    expect(stderr).toContain('Chosen: aws us-east-1, t3a.medium, the cheapest of ');
    expect(stderr).toContain('Estimated cost: $0.04/hr ($1.08 total)\n');
    expect(stderr).toContain(`${QUESTION} \n`);
    expect(stdout).toMatch(/^Deployment successful!\n {2}Deployment ID: i-1\n {2}Public IP: 192\.0\.2\.1\n/);
    expect(cloud.things.size).toBe(1);
  });

  it.each(['cloud deploy', 'deploy --remote'])('leaves the file as it was after a no: %s', async (verb) => {
    const { world, cloud } = worldWith({ answers: ['n', 'n'] });
    const words = [...verb.split(' '), ...NEW.slice(2)];
    const { code, stderr, stdout } = await world.run(...words);
    expect([code, world.read('helix.toml'), cloud.things.size, stdout]).toEqual([8, TOML, 0, '']);
    expect(stderr).toMatch(/Deployment cancelled\.\n$/);
    expect(JSON.parse((await world.run(...words, '--json')).stdout)).toMatchObject({
      result: 'cancelled',
      address: 'instance.remote',
      deployment_id: null,
    });
  });

  it('edits the keys that are given in a table that exists, and no others', async () => {
    const { world } = worldWith({ toml: `${TOML}${TABLE.replace('cpu = 2', 'cpu = 2 # small')}` });
    await world.run('cloud', 'deploy', '--yes');
    const edited = await world.run('cloud', 'deploy', '--cpu', '4', '--ttl', 'never', '--yes');
    expect([edited.code, edited.stderr]).toEqual([0, expect.stringMatching(/cpu +2 -> 4/)]);
    const after = TABLE.replace('cpu = 2', 'cpu = 4 # small').replace('ttl = "1d"\n', '');
    expect(world.read('helix.toml')).toBe(TOML + after);
    const again = await world.run('cloud', 'deploy', '--cpu', '4', '--yes');
    expect(again.stdout).toMatch(
      /^instance\.remote is deployed already: nothing was changed\.\n {2}Deployment ID/,
    );
  });

  it.each([
    [
      ['cloud', 'deploy'],
      64,
      'no provider: give --provider or --auto-select, or run helix cloud configure --set-default',
    ],
    [[...NEW, '--auto-select'], 64, '--auto-select chooses the place: omit --provider'],
    [['cloud', 'deploy', '--provider', 'gogle'], 64, 'Did you mean `google`?'],
    [NEW, 64, 'no terminal to ask for approval; nothing was changed'],
    [[...NEW, '--region', 'mars', '--yes'], 1, '`mars` is not a region of `aws`.'],
    [[...NEW, '--ttl', '5m', '--yes'], 64, '--ttl: '],
    [['deploy', '--cpu', '2'], 64, 'Add `--remote` to deploy to a machine in a cloud.'],
    [['deploy', '--interactive'], 64, 'Add `--remote` to deploy to a machine in a cloud.'],
    [['cloud', 'deploy', '--provider', 'vultr', ...IMAGE, '--yes'], 5, 'cannot apply instance.remote'],
    [
      ['cloud', 'deploy', 'no/name', '--provider', 'aws', ...IMAGE],
      1,
      '"no/name" cannot be the name of an instance',
    ],
  ])('is refused, with nothing written: %j', async (words, code, message) => {
    const { world, cloud } = worldWith();
    const run = await world.run(...words);
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect([world.read('helix.toml'), cloud.things.size]).toEqual([TOML, 0]);
  });

  it('asks for a name where there are several machines', async () => {
    const two = TOML + TABLE + TABLE.replace('remote', 'other');
    const run = await worldWith({ toml: two }).world.run('cloud', 'deploy', '--cpu', '4');
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('which machine: remote, other?')]);
  });

  describe('an account of cloud.toml', () => {
    const account = (name: string, region: string) =>
      `[providers.${name}]\nprovider_type = "AWS"\ndefault_region = "${region}"\n`;
    const ACCOUNTS = `default_provider = "prod"\n${account('prod', 'eu-west-1')}${account('test', 'us-west-2')}`;

    it('is written with its provider and its region, and is the one that applies', async () => {
      const { world } = worldWith();
      world.write('cloud.toml', ACCOUNTS);
      const run = await world.run('cloud', 'deploy', '--provider', 'test', ...IMAGE, '--yes');
      expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('aws us-west-2')]);
      expect(world.read('helix.toml')).toContain(
        'provider = "aws"\naccount = "test"\nregion = "us-west-2"\n',
      );
    });

    it('is not written into a table that it applies already', async () => {
      const { world } = worldWith({ toml: TOML + TABLE });
      world.write('cloud.toml', ACCOUNTS);
      await world.run('cloud', 'deploy', '--provider', 'prod', '--yes');
      expect(world.read('helix.toml')).not.toContain('account');
      await world.run('cloud', 'deploy', '--provider', 'test', '--yes');
      expect(world.read('helix.toml')).toContain('account = "test"\n');
    });

    it('that does not exist is refused with the names that do', async () => {
      const { world } = worldWith();
      world.write('cloud.toml', ACCOUNTS);
      const { code, stderr } = await world.run('cloud', 'deploy', '--provider', 'tests', '--yes');
      expect([code, stderr]).toEqual([64, expect.stringContaining('Did you mean `test`?')]);
    });
  });

  it('writes to Blueprint.toml where that stands alone', async () => {
    const blueprint = '[blueprint]\nname = "feed"\nid = 7\n';
    const { world } = worldWith({ files: { 'Blueprint.toml': blueprint } });
    world.removeFiles((file) => file === 'helix.toml');
    const first = await world.run(...NEW, '--yes', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({ result: 'deployed', blueprint_id: 7 });
    expect(world.read('Blueprint.toml')).toBe(blueprint + TABLE);
  });

  it('points to the dashboard of the project', async () => {
    const toml = TOML.replace('"shop"\n', '"shop"\ndashboard_url = "https://dash.example/{name}/{id}"\n');
    const { stdout } = await worldWith({ toml }).world.run(...NEW, '--yes');
    expect(stdout).toContain('  Dashboard: https://dash.example/remote/i-1\n');
  });

  it('writes nothing with --save=false, and later plans leave the machine alone', async () => {
    const { world, cloud } = worldWith();
    await world.run(...NEW, '--yes', '--save=false');
    expect([world.read('helix.toml'), cloud.things.size]).toEqual([TOML, 1]);
    expect((await world.run('plan')).stdout).toContain('Deployed by hand, not declared: instance.remote');
    await world.run('apply', '--auto-approve');
    expect(cloud.things.size).toBe(1);
    await world.run('terminate', '--all', '--yes');
    expect([cloud.things.size, (await world.run('terminate', '--all')).stdout]).toEqual([
      0,
      'Nothing is deployed.\n',
    ]);
  });
});

describe('terminate', () => {
  const deploy = async (given: Given = {}) => {
    const made = worldWith({ toml: TOML + TABLE, ...given });
    await made.world.run('apply', '--auto-approve');
    return made;
  };

  it.each([[['remote']], [['instance.remote']], [['--deployment-id', 'i-1']], [['--all']]])(
    'finds a machine by %j, and keeps it down until it is renewed or deployed',
    async (words) => {
      const { world, cloud } = await deploy();
      expect((await world.run('cloud', 'terminate', ...words, '--yes')).code).toBe(0);
      expect([cloud.things.size, world.read('helix.toml')]).toEqual([0, TOML + TABLE]);
      const plan = await world.run('plan');
      expect(plan.stdout).toMatch(
        /Stays down: instance\.remote was terminated \S+ ago \(`helix renew remote`/,
      );
      expect((await world.run('stop', 'remote')).stderr).toContain('instance.remote was terminated');
      await world.run('deploy', '--remote', '--yes');
      expect(cloud.things.size).toBe(1);
    },
  );

  it('takes Enter for a yes where one machine goes, and for a no where all do', async () => {
    const { world, cloud } = await deploy();
    world.answers = [''];
    expect((await world.run('terminate', '--all')).code).toBe(8);
    world.answers = [''];
    expect((await world.run('terminate', 'remote')).code).toBe(0);
    expect(cloud.things.size).toBe(0);
  });

  it('removes the table with --forget', async () => {
    const { world } = await deploy();
    const { stderr } = await world.run('terminate', 'remote', '--forget', '--yes');
    expect([world.read('helix.toml'), stderr]).toEqual([
      TOML,
      expect.stringContaining('Removed "remote" from helix.toml.'),
    ]);
    expect((await world.run('plan')).stdout).not.toContain('Stays down');
  });

  it.each([
    [[], 64, 'exactly one of NAME, --deployment-id, --blueprint-id, --all and --expired'],
    [['remote', '--all'], 64, 'exactly one of'],
    [['--deployment-id', 'i-2'], 1, 'Did you mean `i-1`?'],
    [['--blueprint-id', '9'], 1, 'nothing is deployed for the blueprint 9'],
    [['rmote'], 1, 'Did you mean'],
  ])('is refused for %j', async (words, code, message) => {
    const { world, cloud } = await deploy();
    const run = await world.run('terminate', ...words, '--yes');
    expect([run.code, run.stderr, cloud.things.size]).toEqual([code, expect.stringContaining(message), 1]);
  });
});
