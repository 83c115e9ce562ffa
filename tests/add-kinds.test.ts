import { MemoryWorld } from './in-process/memory-world';
import { CTRL_C } from './in-process/typed-answers';

const TOML = '[project]\nname = "Web Shop"\nqueries = "db"\n';
const FILES = { 'db/schema.hx': 'N::A { x: String }\n' };

async function add(...words: readonly string[]) {
  const world = new MemoryWorld({ files: { 'helix.toml': TOML, ...FILES } });
  const run = await world.run('add', ...words);
  return { ...run, added: (world.read('helix.toml') ?? '').slice(TOML.length + 1) };
}

describe('add', () => {
  it.each([
    [
      ['images', '--ecr'],
      '[cloud.images.ecr]\nrepository_name = "helix-web-shop-images"\nregion = "us-east-1"\nauth_type = "AwsCli"\nbuild_mode = "release"\n',
    ],
    [
      ['fly', 'edge'],
      '[cloud.edge.fly]\nvm_size = "shared-cpu-4x"\nvolume = "helix_web_shop_edge_data:/data"\nvolume_initial_size = 20\nauth_type = "Cli"\nprivate = false\nregion = "iad"\nbuild_mode = "release"\n',
    ],
    [
      ['edge', '--fly', '--auth', 'api_key', '--volume-size', '40', '--private', '--region', 'fra'],
      '[cloud.edge.fly]\nvm_size = "shared-cpu-4x"\nvolume = "helix_web_shop_edge_data:/data"\nvolume_initial_size = 40\nauth_type = "ApiKey"\nprivate = true\nregion = "fra"\nbuild_mode = "release"\n',
    ],
    [
      ['ghcr', 'images', '--repository', 'acme/shop'],
      '[cloud.images.ghcr]\nrepository_name = "acme/shop"\nbuild_mode = "release"\n',
    ],
    [
      ['images', '--docker-hub', '--repository', 'acme/shop', '--build-mode', 'dev'],
      '[cloud.images.docker_hub]\nrepository_name = "acme/shop"\nbuild_mode = "dev"\n',
    ],
    [
      ['images', '--registry', 'registry.example.com'],
      '[cloud.images.registry]\nregistry_url = "registry.example.com"\nrepository_name = "web-shop"\nbuild_mode = "release"\n',
    ],
    [['local', 'test'], '[local.test]\nport = 6969\nbuild_mode = "dev"\n'],
  ])('%j declares the kind with its defaults', async (words, table) => {
    const { code, stdout, stderr, added } = await add(...words);
    expect([code, code === 0 ? '' : stderr, added]).toEqual([0, '', table]);
    expect(stdout).toMatch(/^Added \[\S+\] to helix\.toml\.\n$/);
  });

  it.each([
    [['images', '--ghcr'], 64, 'Give it: `--repository OWNER/web-shop`.'],
    [['images', '--ecr', '--fly'], 64, 'one kind at a time, not ecr and fly'],
    [['images', '--ecr', '--vm-size', 'x'], 64, 'describe an app: add --fly'],
    [['images', '--ecr', '--size', 'small'], 64, 'one kind at a time'],
    [['registry', 'images'], 64, 'which registry?'],
    [['ecs', 'images'], 64, 'Did you mean `ecr`?'],
    [['ecr'], 64, 'NAME is missing'],
    [['images'], 64, 'which kind of instance? Specify `--local`, `--cloud`, `--ecr`, '],
  ])('is refused for %j, with nothing written', async (words, code, message) => {
    const run = await add(...words);
    expect([run.code, run.stderr, run.added]).toEqual([code, expect.stringContaining(message), '']);
  });
});

describe('init', () => {
  const init = async (...words: readonly string[]) => {
    const world = new MemoryWorld({ files: {} });
    const run = await world.run('init', ...words);
    return { ...run, toml: world.read('helix.toml') };
  };

  it.each([
    [['ecr'], '[cloud.production.ecr]\nrepository_name = "helix-project-production"\n'],
    [
      ['fly', 'edge', '--name', 'shop'],
      '[cloud.edge.fly]\nvm_size = "shared-cpu-4x"\nvolume = "helix_shop_edge_data:/data"\n',
    ],
    [['local'], '[local.dev]\nport = 6969\n'],
    [
      ['cloud', 'staging', '--cloud-region', 'eu-west-1'],
      '[cloud.staging.helix]\ncluster_id = "helix-staging-',
    ],
    [['--ghcr', '--repository', 'acme/shop'], '[cloud.production.ghcr]\nrepository_name = "acme/shop"\n'],
  ])('%j declares the kind in a new project', async (words, table) => {
    const { code, stderr, toml } = await init(...words);
    expect([code, toml]).toEqual([0, expect.stringContaining(table)]);
    expect(stderr).toContain('Next: ');
  });

  it.each([
    [['clowd'], 64, 'Did you mean `cloud`?'],
    [['ecr', '--cloud'], 64, 'one kind at a time'],
  ])('is refused for %j, with nothing written', async (words, code, message) => {
    const { code: ended, stderr, toml } = await init(...words);
    expect([ended, stderr, toml]).toEqual([code, expect.stringContaining(message), undefined]);
  });
});

describe('questions about a kind', () => {
  const ask = async (answers: readonly string[], words: readonly string[], files = FILES) => {
    const toml = words[0] === 'add' ? { 'helix.toml': TOML } : {};
    const world = new MemoryWorld({ files: { ...toml, ...files }, answers });
    const run = await world.run(...words);
    return { ...run, toml: world.read('helix.toml') ?? '' };
  };

  it.each([
    [['add'], ['', ''], '[local.dev]\nport = 6969\n'],
    [['add'], ['cloud', 'staging'], '[cloud.staging.helix]\ncluster_id = "helix-staging-'],
    [['add'], ['machine', '', 'aws'], '[deploy.remote]\nprovider = "aws"\n'],
    [['add'], ['anonymous', ''], '[cloud.dev.anonymous]\ninstance_id = "anon-1"\n'],
    [['add'], ['ecr', ''], '[cloud.production.ecr]\nrepository_name = "helix-web-shop-production"\n'],
    [['add', 'edge'], ['fly', 'nowhere', 'fra'], '[cloud.edge.fly]\nvm_size = "shared-cpu-4x"\n'],
    [
      ['add', 'ghcr'],
      ['images', 'acme', 'acme/shop'],
      '[cloud.images.ghcr]\nrepository_name = "acme/shop"\n',
    ],
    [
      ['add', '--docker-hub'],
      ['images', 'acme/shop'],
      '[cloud.images.docker_hub]\nrepository_name = "acme/shop"\n',
    ],
    [
      ['add', 'registry'],
      ['', 'http://x', 'registry.example.com'],
      'registry_url = "registry.example.com"\n',
    ],
    [['add', '--local'], ['no/name', 'test'], '[local.test]\nport = 6969\n'],
    [['init', 'ghcr'], ['acme/shop'], '[cloud.production.ghcr]\nrepository_name = "acme/shop"\n'],
    [['init', 'fly'], ['fra'], 'region = "fra"\n'],
    [['init', '--registry', 'r.example.com'], [], 'registry_url = "r.example.com"\n'],
  ])('%j asks only for what has no default: %j', async (words, answers, table) => {
    const { code, stderr, toml } = await ask(answers, words);
    expect([code, code === 0 ? '' : stderr, toml]).toEqual([0, '', expect.stringContaining(table)]);
  });

  it('refuse a name that is taken, and do not propose it', async () => {
    const files = { ...FILES, 'helix.toml': `${TOML}\n[local.dev]\nport = 6969\n` };
    const { stderr, toml } = await ask(['', 'dev', 'test'], ['add'], files);
    expect(stderr).toContain('Name [] dev\nthere is an instance "dev" already\n');
    expect(toml).toContain('[local.test]\nport = 6970\n');
  });

  it.each([
    [['add'], [CTRL_C]],
    [['add'], ['', CTRL_C]],
    [['init', 'ghcr'], [CTRL_C]],
  ])('of %j write nothing when %j cancels', async (words, answers) => {
    const { code, toml } = await ask(answers, words);
    expect([code, toml]).toEqual([8, words[0] === 'add' ? TOML : '']);
  });

  it('are not asked in a directory without a project', async () => {
    const world = new MemoryWorld({ files: {}, answers: [] });
    expect((await world.run('add')).code).toBe(1);
  });
});
