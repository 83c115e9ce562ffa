import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { MemoryWorld } from './in-process/memory-world';
import { rentingEngine } from './in-process/paper-engine';
import { CTRL_C } from './in-process/typed-answers';

const TOML = '# Ours.\n[project]\nname = "shop"\n';
const DEPLOY = ['cloud', 'deploy', '--image', 'nginx:1.27'];
/** The answers of Enter alone, in the order of the questions. */
const ENTER = { target: '', region: '', cpu: '', memory: '', gpu: '', spot: '', ttl: '', proceed: '' };
const TABLE = `
[deploy.remote]
provider = "aws"
region = "us-east-1"
cpu = 4
memory_gb = 16
storage_gb = 100
spot = true
image = "nginx:1.27"
ttl = "1d"
`;
const SAME =
  'helix cloud deploy remote --provider aws --region us-east-1 --cpu 4 --memory 16 --storage 100 --image nginx:1.27 --ttl 24h --spot';

interface Given {
  readonly toml?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly signedIn?: readonly string[];
}

const answersOf = (answers: Readonly<Record<string, string>> = {}): string[] =>
  Object.values({ ...ENTER, ...answers });

function worldWith(answers: readonly string[], given: Given = {}) {
  const { toml = TOML, files = {}, signedIn = ['aws'] } = given;
  const cloud = new InMemoryCloud();
  const world = new MemoryWorld({
    files: { 'helix.toml': toml, ...files },
    engines: [rentingEngine(cloud)],
    signedIn,
    answers,
  });
  return { world, cloud };
}

async function deploy(answers: readonly string[], given: Given = {}, words: readonly string[] = DEPLOY) {
  const { world, cloud } = worldWith(answers, given);
  const run = await world.run(...words);
  return { ...run, world, cloud, toml: world.read('helix.toml') ?? '' };
}

describe('the questions of a deploy', () => {
  it('are answered by Enter alone: the first cloud, 4 cores, 16 GB, spot and a day', async () => {
    const { code, stdout, stderr, toml, cloud } = await deploy(answersOf());
    expect([code, toml, cloud.things.size]).toEqual([0, TOML + TABLE, 1]);
    expect(stderr.replaceAll(/^ {2}[*-] .*\n/gm, '')).toContain(
      `Blueprint Remote Deployment
Select deployment target 
Select region 
CPU cores [4] 
Memory (GB) [16] 
GPU count (0 for none) [0] 
Use spot instances? (saves 67 %, may be taken away) 
Auto-terminate after [24h] 
`,
    );
    expect(stderr).toContain(`Deployment Summary:
  Provider: aws
  Region: us-east-1
  Machine: t3a.xlarge (4 vCPU, 16 GiB, 100 GB)
  Resources: 4 CPU, 16 GB RAM
  Spot Instance: Yes
  TTL: 24h

Estimated Cost:
  $0.07/hour
  $1.57 total for 24h
`);
    expect(stderr).toContain('Proceed with deployment? \n');
    expect(stderr).toContain(`The same without questions: ${SAME}\n`);
    expect(stdout).toMatch(/^Deployment complete!\n {2}Deployment ID: i-1\n/);
  });

  it('lead to the same table as the command line that they print', async () => {
    const { world } = worldWith([]);
    await world.run(...SAME.split(' ').slice(1), '--yes');
    expect(world.read('helix.toml')).toBe(TOML + TABLE);
  });

  it('change nothing after a no, and print that command line all the same', async () => {
    const { code, stdout, stderr, toml, cloud } = await deploy(answersOf({ proceed: 'n' }));
    expect([code, stdout, toml, cloud.things.size]).toEqual([8, '', TOML, 0]);
    expect(stderr).toMatch(/Deployment cancelled\.\nThe same without questions: helix cloud deploy remote /);
  });

  it.each(Object.keys(ENTER).slice(0, -1))(
    'change nothing when the one for %s is cancelled',
    async (question) => {
      const answers = answersOf({ [question]: CTRL_C });
      const { code, stderr, toml, cloud } = await deploy(answers.slice(0, answers.indexOf(CTRL_C) + 1));
      expect([code, toml, cloud.things.size]).toEqual([8, TOML, 0]);
      expect(stderr).toMatch(/Deployment cancelled\.\n$/);
    },
  );

  it.each([
    ['cpu', 'many', 'Type a number from 0.1 to 1024, not "many".'],
    ['cpu', '1000', 'No machine of aws us-east-1 has 1000 vCPU'],
    ['memory', '0', 'Type a number from 0.5 to 32768, not "0".'],
    ['memory', '32000', 'No machine of aws us-east-1 has 4 vCPU, 32000 GiB'],
    ['gpu', '1.5', 'Type a whole number from 0 to 8, not "1.5".'],
    ['ttl', '5m', 'month'],
    ['ttl', 'soon', 'soon'],
  ])('refuse in place, for %s, the answer %j', async (question, answer, message) => {
    const answers = Object.entries(ENTER).flatMap(([key, usual]) =>
      key === question ? [answer, usual] : [usual],
    );
    const { code, stderr, toml } = await deploy(answers);
    expect([code, stderr, toml]).toEqual([0, expect.stringContaining(message), TOML + TABLE]);
  });

  it('write what differs: another region, no spot and no end', async () => {
    const { code, toml, stderr } = await deploy(
      answersOf({ region: 'eu-west-1', cpu: '8', memory: '32', spot: 'n', ttl: 'never' }),
    );
    const table = TABLE.replace('us-east-1', 'eu-west-1')
      .replace('cpu = 4\nmemory_gb = 16', 'cpu = 8\nmemory_gb = 32')
      .replace('spot = true\n', '')
      .replace('ttl = "1d"\n', '');
    expect([code, toml]).toEqual([0, TOML + table]);
    expect(stderr).toMatch(/ {2}Spot Instance: No\n {2}TTL: never\n[^]* {2}\$\d+\.\d\d a month\n/);
  });

  it('change nothing where this version cannot apply the machine', async () => {
    const { code, toml, stderr } = await deploy(answersOf({ gpu: '1' }));
    expect([code, toml]).toEqual([5, TOML]);
    expect(stderr).toContain('instance.remote: its GPU is priced, but cannot be set up yet.');
  });

  it('leave the place to the cheapest, and ask for no region then', async () => {
    const { region: _, ...rest } = ENTER;
    const { code, toml, stderr } = await deploy(Object.values({ ...rest, target: 'auto' }));
    expect([code, toml]).toEqual([
      0,
      expect.stringContaining('[deploy.remote]\nprovider = "auto"\ncpu = 4\n'),
    ]);
    expect(stderr).toContain('The same without questions: helix cloud deploy remote --auto-select --cpu 4 ');
  });

  it('begin with what the blueprint recommends, and offer no spot where it forbids that', async () => {
    const blueprint =
      '[blueprint]\nname = "feed"\n[blueprint.resources]\nrecommended_cpu = 8\nrecommended_memory_gb = 32\nrecommended_storage_gb = 50\nallow_spot = false\n';
    const { spot: _, ...rest } = ENTER;
    const { stderr, toml } = await deploy(Object.values(rest), { files: { 'Blueprint.toml': blueprint } });
    expect(stderr).toContain(
      'CPU cores [8] \nMemory (GB) [32] \nGPU count (0 for none) [0] \nAuto-terminate',
    );
    expect(toml).toContain('cpu = 8\nmemory_gb = 32\nstorage_gb = 50\nimage');
  });

  it('begin with the table of a machine that is declared, and edit only what is answered otherwise', async () => {
    const own = TABLE.replace('cpu = 4', 'cpu = 4 # enough');
    const { code, toml, stderr } = await deploy(answersOf({ memory: '32' }), { toml: TOML + own }, [
      'cloud',
      'deploy',
    ]);
    expect([code, toml]).toEqual([0, TOML + own.replace('memory_gb = 16', 'memory_gb = 32')]);
    expect(stderr).toContain('The same without questions: helix cloud deploy remote --memory 32\n');
  });

  it('obey the rules of the project', async () => {
    const toml = `${TOML}[policy]\nallowed_providers = ["aws"]\nallowed_regions = ["eu-west-1"]\nrequire_ttl = true\nmax_ttl = "2d"\n`;
    const rules = ['never', '3d', '2d'];
    const answers = Object.entries(ENTER).flatMap(([key, usual]) => (key === 'ttl' ? rules : [usual]));
    const { code, stderr, toml: written } = await deploy(answers, { toml });
    expect(code).toBe(0);
    expect(stderr).toContain('- GCP Compute Engine not allowed by [policy]\n');
    expect(stderr).toContain('`require_ttl` in [policy] requires a time.\n');
    expect(stderr).toContain('3d is longer than `max_ttl` in [policy], 2d.\n');
    expect(stderr).not.toContain('* us-east-1');
    expect(written).toContain('region = "eu-west-1"');
  });

  it('begin with the default account of cloud.toml, and its region', async () => {
    const { world } = worldWith(answersOf());
    world.write(
      'cloud.toml',
      '[providers.aws]\ndefault_region = "eu-west-1"\nregions = ["eu-west-1", "eu-west-2"]\n',
    );
    const { stderr } = await world.run(...DEPLOY);
    expect(stderr).not.toContain('* us-east-1');
    expect(world.read('helix.toml')).toContain('region = "eu-west-1"');
  });

  it('ask which machine is meant where there are several', async () => {
    const two = TOML + TABLE + TABLE.replace('remote', 'other');
    const { toml } = await deploy(['other', ...answersOf({ cpu: '2' })], { toml: two }, ['cloud', 'deploy']);
    expect(toml).toBe(two.replace(/(\[deploy\.other\][^]*?)cpu = 4/, '$1cpu = 2'));
  });

  it('leave out what options say', async () => {
    const { region: _, gpu: __, ttl: ___, spot: ____, ...rest } = ENTER;
    const words = [...DEPLOY, '--region', 'eu-west-1', '--gpu', '0', '--ttl', '2d', '--no-spot'];
    const { code, toml } = await deploy(Object.values(rest), {}, words);
    expect([code, toml]).toEqual([0, expect.stringContaining('region = "eu-west-1"')]);
  });
});

describe('--interactive', () => {
  it('asks for what the options leave open, whatever this host finds of the cloud', async () => {
    const { target: _, cpu: __, ...rest } = ENTER;
    const words = [...DEPLOY, '--interactive', '--provider', 'AWS', '--cpu', '4'];
    const { code, toml } = await deploy(Object.values(rest), { signedIn: [] }, words);
    expect([code, toml]).toEqual([0, TOML + TABLE]);
  });
});

describe('a deploy asks nothing', () => {
  it.each([
    ['--provider', 'aws'],
    ['--auto-select'],
    ['--cpu', '2'],
    ['--memory', '4'],
    ['--no-interactive'],
  ])('but for approval with %s', async (...words) => {
    const { stderr } = await deploy(['n'], {}, [...DEPLOY, ...words]);
    expect(stderr).not.toContain('Select deployment target');
  });

  it('where a program runs it, and says which options answer', async () => {
    const world = new MemoryWorld({ files: { 'helix.toml': TOML }, signedIn: ['aws'] });
    const run = await world.run(...DEPLOY, '--interactive');
    expect([run.code, run.stderr]).toEqual([
      64,
      expect.stringContaining('there is no terminal to ask on: give --provider or --auto-select'),
    ]);
  });

  it('where no cloud can be chosen, and says why for each', async () => {
    const { code, stderr } = await deploy([], { signedIn: [] });
    expect(code).toBe(3);
    expect(stderr).toContain('there is no cloud to deploy to (AWS EC2: no credentials; GCP Compute Engine: ');
    expect(stderr).toContain('Set the variables of one of them, such as AWS_ACCESS_KEY_ID (aws). ');
  });
});
