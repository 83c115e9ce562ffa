import { MemoryWorld } from './in-process/memory-world';

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
    [['dev', '--anonymous'], 5, 'this version has no anonymous instances'],
    [['cloud', 'dev'], 5, 'this version has no anonymous instances'],
    [['images'], 64, 'specify `--cloud`, `--local` or `--provider`'],
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
    [['cloud', 'dev'], 5, 'this version has no anonymous instances'],
    [['--cloud', 'dev'], 5, 'this version has no anonymous instances'],
    [['clowd'], 64, 'Did you mean `cloud`?'],
    [['ecr', '--cloud'], 64, 'one kind at a time'],
  ])('is refused for %j, with nothing written', async (words, code, message) => {
    const { code: ended, stderr, toml } = await init(...words);
    expect([ended, stderr, toml]).toEqual([code, expect.stringContaining(message), undefined]);
  });
});
