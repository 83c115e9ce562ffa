import { readConfig } from '../../../read-config';

const APP = `[project]
name = "shop"
[cloud.web.fly]
volume = "shop_data:/data"
volume_initial_size = 3
auth_type = "Cli"
image = "ghcr.io/acme/shop:1"
`;

function read(keys: string) {
  const { config, problems } = readConfig(
    { helixToml: { file: 'helix.toml', text: `${APP}${keys}` } },
    { environment: null, helixCloudUrl: null },
  );
  return {
    config,
    errors: problems
      .filter(({ severity }) => severity === 'error')
      .map(({ message, hint, place }) => [place?.line, message, hint]),
  };
}

test('a region that Fly does not have is an error at its line, with what it may be', () => {
  expect(read('vm_size = "shared-cpu-1x"\nregion = "FRA"\n').errors).toEqual([
    [9, '`FRA` is not a region of `fly`.', 'Did you mean `fra`?'],
  ]);
  expect(read('vm_size = "shared-cpu-1x"\nregion = "eu-west-1"\n').errors).toEqual([
    [9, '`eu-west-1` is not a region of `fly`.', expect.stringContaining('like `iad`')],
  ]);
  expect(read('vm_size = "shared-cpu-1x"\nregion = "fra"\n').config?.instances).toMatchObject([
    { region: 'fra' },
  ]);
});

test('a size with a GPU is an error, as Fly has none any more', () => {
  expect(read('vm_size = "a10"\n').errors).toEqual([
    [8, expect.stringContaining('no GPUs since 2026-08-01'), expect.stringContaining('`gpu_count`')],
  ]);
});

test('built images go to no registry that Fly does not pull from', () => {
  expect(read('vm_size = "shared-cpu-1x"\nregistry_url = "ghcr.io"\n').errors).toEqual([
    [9, expect.stringContaining('`registry.fly.io` alone'), expect.stringContaining('image')],
  ]);
});
