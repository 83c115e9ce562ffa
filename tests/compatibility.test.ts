import { COMMANDS } from '../src/cli/commands';
import { shapeOf } from '../src/cli/command-shape';
import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { MemoryWorld } from './in-process/memory-world';
import { rentingEngine } from './in-process/paper-engine';

/** The spellings that users of HelixDB and of blueprints type, and what each of them does. */

const PROJECT = '[project]\nname = "shop"\nqueries = "db"\n';
const HX = { 'db/schema.hx': 'N::A { x: String }\n' };
const WEB = '\n[deploy.web]\nprovider = "aws"\nimage = "nginx:1.27"\n';

interface Given {
  readonly toml?: string | null;
  readonly files?: Readonly<Record<string, string>>;
  readonly cloudToml?: string;
}

function worldWith({ toml = PROJECT, files = {}, cloudToml }: Given = {}) {
  const cloud = new InMemoryCloud();
  const own = toml === null ? {} : { 'helix.toml': toml };
  const world = new MemoryWorld({ files: { ...own, ...HX, ...files }, engines: [rentingEngine(cloud)] });
  if (cloudToml !== undefined) world.write('cloud.toml', cloudToml);
  return { world, cloud };
}

/** Runs a command line as it is typed. */
async function type(line: string, given: Given = {}) {
  const { world, cloud } = worldWith(given);
  const run = await world.run(...line.split(' ').filter((word) => word !== ''));
  const written = (world.read('helix.toml') ?? '').slice(
    given.toml === null ? 0 : (given.toml ?? PROJECT).length,
  );
  return { ...run, world, cloud, written };
}

const shapes = COMMANDS.map((command) => shapeOf(command));

describe('on every command', () => {
  const asking = shapes.filter(({ options }) =>
    options.some(({ names }) => names.includes('--auto-approve')),
  );

  it.each(asking.map(({ title, options }) => [title, options] as const))(
    '--yes and -y are --auto-approve: %s',
    (_, options) => {
      const approve = options.find(({ names }) => names.includes('--auto-approve'));
      expect(approve?.names.toSorted()).toEqual(['--auto-approve', '--yes', '-y']);
    },
  );

  it.each([
    ['plan'],
    ['status'],
    ['cloud status'],
    ['estimate'],
    ['cloud estimate'],
    ['state list'],
    ['state show'],
    ['output'],
    ['show'],
    ['validate'],
    ['cloud regions'],
    ['prices show'],
    ['workspace list'],
    ['cloud deploy'],
    ['deploy'],
    ['apply'],
  ])('that answers data, --json does so for programs: %s', (title) => {
    const shape = shapes.find((one) => one.title === `helix ${title}`);
    expect(shape?.options.flatMap(({ names }) => names)).toContain('--json');
  });
});

describe('the name of a cloud', () => {
  it.each([
    ['aws', 'aws'],
    ['AWS', 'aws'],
    ['gcp', 'google'],
    ['GCP', 'google'],
    ['Google', 'google'],
    ['do', 'digitalocean'],
    ['DO', 'digitalocean'],
    ['DigitalOcean', 'digitalocean'],
    ['Vultr', 'vultr'],
  ])('is read in any case, and written canonically: %s', async (word, name) => {
    const { code, written } = await type(`add web --provider ${word} --image nginx:1.27`);
    expect([code, written]).toEqual([0, expect.stringContaining(`[deploy.web]\nprovider = "${name}"\n`)]);
    const toml = `${PROJECT}[policy]\nallowed_providers = ["${word}"]\n\n[deploy.web]\nprovider = "${word}"\nimage = "nginx:1.27"\n`;
    const { stdout } = await type('plan --json', { toml });
    expect(stdout).toContain(`"provider":"${name}"`);
    expect((await type(`estimate --provider ${word} --cpu 2 --memory 4`)).stdout).toContain(name);
  });

  it('is read in any case where a machine needs more than others do: Azure', async () => {
    const { code, stderr } = await type('add web --provider Azure --image nginx:1.27');
    expect([code, stderr]).toEqual([1, expect.stringContaining('ssh_key')]);
    expect((await type('estimate --provider AZURE --cpu 2 --memory 4')).stdout).toContain('azure');
  });

  it.each([
    ['cloud deploy --provider gogle --yes', 'Did you mean `google`?'],
    ['add web --provider vulr', 'Did you mean `vultr`?'],
    ['estimate --provider azur', 'Did you mean `azure`?'],
  ])('gets a suggestion where it is nearly one: %s', async (line, hint) => {
    const { code, stderr } = await type(line);
    expect([code, stderr]).toEqual([64, expect.stringContaining(hint)]);
  });
});

describe('deploy', () => {
  const deployed = (keys: string): string =>
    `\n[deploy.remote]\nprovider = "aws"\nregion = "us-east-1"\n${keys}`;

  it.each([
    ['', 'image = "nginx:1.27"\nttl = "1d"\n'],
    ['--cpu 4 --memory 16', 'cpu = 4\nmemory_gb = 16\nstorage_gb = 20\nimage = "nginx:1.27"\nttl = "1d"\n'],
    ['--cpu 0.5 --memory 1.5GB --storage 30', 'cpu = 0.5\nmemory_gb = 1.5\nstorage_gb = 30\n'],
    ['--gpu 0', 'gpu_count = 0\n'],
    ['--arch arm64', 'arch = "arm64"\n'],
    ['--profile min', 'profile = "min"\n'],
    ['--port 8080 --port 9090', 'image = "nginx:1.27"\nports = [8080, 9090]\nttl = "1d"\n'],
    ['--no-public-ip', 'public_ip = false\n'],
    ['--spot', 'spot = true\n'],
    ['--ttl 7d', 'ttl = "7d"\n'],
    ['--ttl never', 'image = "nginx:1.27"\n'],
  ])('writes what an option says: %s', async (options, keys) => {
    for (const verb of ['cloud deploy', 'deploy --remote']) {
      const { code, stderr, written } = await type(`${verb} --provider aws --image nginx:1.27 ${options} -y`);
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      expect(written.startsWith(deployed(''))).toBe(true);
      expect(written).toContain(keys);
    }
  });

  it('writes a region, an environment and another name', async () => {
    const files = {
      'Blueprint.toml': '[blueprint]\nname = "feed"\n[blueprint.environments.staging]\nmin_cpu = 2\n',
    };
    const line =
      'cloud deploy api --provider aws --region eu-west-1 --environment staging --image nginx:1.27 --yes';
    const { code, written } = await type(line, { files });
    expect([code, written]).toEqual([
      0,
      '\n[deploy.api]\nprovider = "aws"\nregion = "eu-west-1"\nimage = "nginx:1.27"\nenvironment = "staging"\nttl = "1d"\n',
    ]);
  });

  it('writes `auto` for --auto-select, and no table for --save=false', async () => {
    const auto = await type('cloud deploy --auto-select --image nginx:1.27 --yes');
    expect([auto.code, auto.written]).toEqual([
      0,
      '\n[deploy.remote]\nprovider = "auto"\nimage = "nginx:1.27"\nttl = "1d"\n',
    ]);
    const unsaved = await type('cloud deploy --provider aws --image nginx:1.27 --save=false --yes');
    expect([unsaved.code, unsaved.written, unsaved.cloud.things.size]).toEqual([0, '', 1]);
  });

  it.each([
    ['deploy', PROJECT, 1, '--remote'],
    ['deploy web', PROJECT + WEB, 64, 'no terminal to ask for approval'],
    ['deploy dev', `${PROJECT}[local.dev]\nport = 6969\n`, 5, 'docker'],
    [
      'cloud deploy --provider aws --auto-select',
      PROJECT,
      64,
      '--auto-select chooses the place: omit --provider',
    ],
    ['cloud deploy', PROJECT, 64, 'no provider: give --provider or --auto-select'],
    [
      'cloud deploy --provider aws --ttl never --image nginx:1.27 --yes',
      `${PROJECT}[policy]\nrequire_ttl = true\n`,
      5,
      'require_ttl',
    ],
    [
      'cloud deploy --provider aws --image nginx:1.27 --yes',
      `${PROJECT}[policy]\nallowed_providers = ["GCP"]\n`,
      5,
      'allowed_providers',
    ],
    [
      'cloud deploy --provider aws --cpu 5000 --image nginx:1.27 --yes',
      PROJECT,
      64,
      '--cpu takes a number from 0.1 to 1024',
    ],
    ['cloud deploy --provider aws --cpu 1000 --image nginx:1.27 --yes', PROJECT, 1, 'Nearest: '],
  ])('%s is refused where it cannot be meant', async (line, toml, code, message) => {
    const run = await type(line, { toml });
    expect([run.code, run.stdout + run.stderr, run.written]).toEqual([
      code,
      expect.stringContaining(message),
      '',
    ]);
  });

  it('prints the page of the dashboard that the project names', async () => {
    const toml = `${PROJECT.replace('"shop"', '"shop"\ndashboard_url = "https://tangle.tools/deployments/{id}"')}${WEB}`;
    const { stdout } = await type('deploy --remote --yes', { toml });
    expect(stdout).toContain('  Dashboard: https://tangle.tools/deployments/i-1\n');
  });
});

describe('estimate, status and terminate', () => {
  const DEPLOYED: Given = { toml: PROJECT + WEB };

  it('cloud estimate is estimate, with all its options', async () => {
    const options = '--provider aws --cpu 4 --memory 16 --duration 24h';
    const { stdout } = await type(`estimate ${options}`);
    expect(stdout).toContain('t3a.xlarge');
    expect((await type(`cloud estimate ${options}`)).stdout).toBe(stdout);
    expect(
      (await type(`cloud estimate ${options.replace('--provider aws ', '')} --compare`)).stdout,
    ).toContain('vultr');
  });

  it.each([
    'status',
    'cloud status',
    'cloud status web',
    'cloud status --deployment-id i-1',
    'cloud status --recorded',
    'status --json',
    'cloud status --format json',
  ])('%s shows the machine', async (line) => {
    const { world } = worldWith(DEPLOYED);
    await world.run('apply', '-y');
    const { code, stdout } = await world.run(...line.split(' '));
    expect([code, stdout]).toEqual([0, expect.stringContaining('i-1')]);
  });

  it.each(['web', '--deployment-id i-1', '--blueprint-id 123', '--all', 'web --forget'])(
    'cloud terminate %s and terminate %s destroy it',
    async (words) => {
      for (const verb of ['terminate', 'cloud terminate']) {
        const files = { 'Blueprint.toml': '[blueprint]\nname = "feed"\nid = 123\n' };
        const { world, cloud } = worldWith({ ...DEPLOYED, files });
        await world.run('apply', '--yes');
        expect(cloud.things.size).toBe(1);
        const { code, stderr } = await world.run(...verb.split(' '), ...words.split(' '), '-y');
        expect([code, code === 0 ? '' : stderr, cloud.things.size]).toEqual([0, '', 0]);
      }
    },
  );

  it('terminate --expired takes what has outlived its TTL', async () => {
    const { world, cloud } = worldWith({ toml: `${PROJECT}${WEB}ttl = "1h"\n` });
    await world.run('apply', '--yes');
    await world.clock.sleep(3_700_000);
    expect((await world.run('cloud', 'terminate', '--expired', '--yes')).code).toBe(0);
    expect(cloud.things.size).toBe(0);
  });
});

describe('cloud.toml', () => {
  const ACCOUNT =
    'default_provider = "PROD"\n\n[providers.PROD]\nprovider_type = "AWS"\ndefault_region = "eu-west-1"\n';

  it.each([
    ['type = "File", path = "~/.aws/credentials"'],
    ['type = "file", path = "~/.aws/credentials"'],
    ['type = "Environment", prefix = "CI_"'],
    ['type = "ENVIRONMENT", prefix = "CI_"'],
    ['type = "Command", cmd = "vault read -format=json cloud"'],
    ['type = "command", cmd = ["vault", "read", "cloud"]'],
  ])('takes credentials as they were always written: { %s }', async (credentials) => {
    const cloudToml = `${ACCOUNT}credentials = { ${credentials} }\n`;
    const { code, stderr, written } = await type('cloud deploy --image nginx:1.27 --yes', { cloudToml });
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(written).toContain('provider = "aws"\nregion = "eu-west-1"\n');
  });

  it.each(['validate', 'plan', 'status --recorded'])('does not stop %s where it is broken', async (line) => {
    const { code } = await type(line, { toml: PROJECT + WEB, cloudToml: '[providers.aws\n' });
    expect(code).toBe(0);
  });

  it('does not stop init and add where it is broken', async () => {
    expect((await type('init', { toml: null, cloudToml: '[providers.aws\n' })).code).toBe(0);
    expect((await type('add dev --local', { cloudToml: '[providers.aws\n' })).code).toBe(0);
  });
});

describe('the kinds of instances', () => {
  const FLY =
    'vm_size = "shared-cpu-4x"\nvolume = "helix_shop_NAME_data:/data"\nvolume_initial_size = 20\nauth_type = "Cli"\nprivate = false\nregion = "iad"\nbuild_mode = "release"\n';

  it.each([
    ['local', '[local.dev]\nport = 6969\nbuild_mode = "dev"\n'],
    ['--local --port 7000 --build-mode release', '[local.dev]\nport = 7000\nbuild_mode = "release"\n'],
    ['--local --storage memory', '[local.dev]\nport = 6969\nstorage = "memory"\n'],
    [
      'local --image helixdb/helix --tag 3.1',
      '[local.dev]\nport = 6969\nimage = "helixdb/helix"\ntag = "3.1"\nstorage = "disk"\n',
    ],
    ['cloud', '[cloud.production.helix]\ncluster_id = "helix-production-'],
    [
      '--cloud --cloud-region eu-west-1 --size medium --ttl 7d',
      'region = "eu-west-1"\nsize = "medium"\nbuild_mode = "release"\nttl = "7d"\n',
    ],
    [
      'ecr',
      '[cloud.production.ecr]\nrepository_name = "helix-shop-production"\nregion = "us-east-1"\nauth_type = "AwsCli"\nbuild_mode = "release"\n',
    ],
    ['--ecr --region eu-west-1 --repository images', 'repository_name = "images"\nregion = "eu-west-1"\n'],
    ['fly', `[cloud.production.fly]\n${FLY.replace('NAME', 'production')}`],
    [
      '--fly --auth api_key --vm-size performance-4x --volume-size 40 --private --region fra',
      'auth_type = "ApiKey"\nprivate = true\nregion = "fra"\n',
    ],
    ['ghcr --repository acme/shop', '[cloud.production.ghcr]\nrepository_name = "acme/shop"\n'],
    ['docker-hub --repository acme/shop', '[cloud.production.docker_hub]\nrepository_name = "acme/shop"\n'],
    [
      '--registry registry.example.com',
      '[cloud.production.registry]\nregistry_url = "registry.example.com"\nrepository_name = "shop"\n',
    ],
  ])('init %s writes the table of the kind, and a project that runs', async (words, table) => {
    const { code, stderr, world, written } = await type(`init ${words} --name shop`, { toml: null });
    expect([code, code === 0 ? '' : stderr, written]).toEqual([0, '', expect.stringContaining(table)]);
    expect(world.read('.gitignore')).toBe('.helix/\ntarget/\n*.log\n');
    expect((await world.run('graph')).code).toBe(0);
  });

  it.each([
    ['test --local', '[local.test]\nport = 6970\nbuild_mode = "dev"\n'],
    ['local test', '[local.test]\nport = 6970\nbuild_mode = "dev"\n'],
    ['staging --cloud --cloud-region us-east-1', '[cloud.staging.helix]\ncluster_id = "helix-staging-'],
    ['cloud staging', '[cloud.staging.helix]\ncluster_id = "helix-staging-'],
    ['images --ecr', '[cloud.images.ecr]\nrepository_name = "helix-shop-images"\n'],
    ['fly edge', `[cloud.edge.fly]\n${FLY.replace('NAME', 'edge')}`],
    ['images --ghcr --repository acme/shop', '[cloud.images.ghcr]\n'],
    ['docker-hub images --repository acme/shop', '[cloud.images.docker_hub]\n'],
    [
      'images --registry registry.example.com --repository a/b',
      'registry_url = "registry.example.com"\nrepository_name = "a/b"\n',
    ],
    ['web --provider auto', '[deploy.web]\nprovider = "auto"\n'],
    [
      'web --provider GCP --cpu 4 --memory 16',
      '[deploy.web]\nprovider = "google"\ncpu = 4\nmemory_gb = 16\n',
    ],
  ])('add %s writes the table of the kind', async (words, table) => {
    const { code, stderr, written } = await type(`add ${words}`, {
      toml: `${PROJECT}\n[local.dev]\nport = 6969\n`,
    });
    expect([code, code === 0 ? '' : stderr, written]).toEqual([0, '', expect.stringContaining(table)]);
  });

  it.each([
    ['init cloud dev', 'us-east-1'],
    ['init --cloud dev', 'us-east-1'],
    ['init --anonymous', 'us-east-1'],
    ['init cloud dev --region eu-west-1', 'eu-west-1'],
    ['add dev --anonymous', 'us-east-1'],
    ['add cloud dev', 'us-east-1'],
  ])('%s creates an instance without an account, and declares it', async (line, region) => {
    const toml = line.startsWith('add') ? PROJECT : null;
    const { code, stdout, stderr, written } = await type(line, { toml });
    const table = `[cloud.dev.anonymous]\ninstance_id = "anon-1"\nregion = "${region}"\nbuild_mode = "release"\n`;
    expect([code, written]).toEqual([0, expect.stringContaining(table)]);
    expect(stdout).toContain(`Created an anonymous instance: anon-1 (${region}). No account is needed.\n`);
    expect(stdout).toContain(', in 30 days, unless you claim it.\n');
    expect(stderr).toContain(
      'Next: helix build dev, helix push dev, helix cloud status dev, helix cloud claim dev',
    );
  });

  it('init writes schema and queries where there are none, and not with --empty', async () => {
    const { world } = worldWith({ toml: null });
    world.removeFiles((file) => file.startsWith('db/'));
    await world.run('init');
    expect(world.read('db/schema.hx')).toContain('N::');
    const empty = worldWith({ toml: null }).world;
    empty.removeFiles((file) => file.startsWith('db/'));
    await empty.run('init', '--empty');
    expect(empty.read('db/schema.hx')).toBeUndefined();
  });

  it.each([
    ['Blueprint.toml', '[blueprint]\nname = "feed"\n'],
    ['Cargo.toml', '[package]\nname = "feed"\n[package.metadata.blueprint]\nname = "feed"\n'],
  ])('init takes the name of the project from %s, and declares nothing beside it', async (file, text) => {
    const { code, world } = await type('init', { toml: null, files: { [file]: text } });
    const written = world.read('helix.toml') ?? '';
    expect([code, written]).toEqual([0, expect.not.stringMatching(/^\[(local|cloud|project)/m)]);
    const fly = await type('init fly', { toml: null, files: { [file]: text } });
    expect(fly.world.read('helix.toml')).toContain('name = "feed"');
  });

  it.each([
    ['FlyIo', 'instance.a'],
    ['fly', 'instance.a'],
    ['Ecr', 'registry_repo.a'],
    ['Helix', 'cluster.a'],
    ['AnonymousCloud', 'cluster.a'],
  ])('[cloud.a.%s] is read as it was always written', async (kind, address) => {
    const keys: Record<string, string> = {
      FlyIo: FLY.replace('NAME', 'a'),
      fly: FLY.replace('NAME', 'a'),
      Ecr: 'repository_name = "images"\nregion = "us-east-1"\n',
      Helix: 'cluster_id = "helix-a"\n',
      AnonymousCloud: '',
    };
    const { code, stdout, stderr } = await type('plan', {
      toml: `${PROJECT}[cloud.a.${kind}]\n${keys[kind] ?? ''}`,
    });
    expect([code, stdout + stderr]).toEqual([expect.any(Number), expect.stringContaining(address)]);
  });
});
