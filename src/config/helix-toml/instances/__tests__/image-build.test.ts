import { readConfig } from '../../../read-config';

function read(keys: string, table = 'cloud.web.ghcr') {
  const text = `[project]\nname = "shop"\n[${table}]\n${keys}`;
  return readConfig({ helixToml: { file: 'helix.toml', text } }, { environment: null, helixCloudUrl: null });
}

const GHCR = 'repository_name = "acme/shop"\n';

test('an image that leaves this host is built for amd64, from the Dockerfile that the project has', () => {
  expect(read(GHCR).config?.instances).toMatchObject([
    { build: { dockerfile: null, context: null, target: null, buildArgs: [], platforms: ['linux/amd64'] } },
  ]);
});

test('an image that stays on this host is built for its own platform', () => {
  const { config } = read('build_mode = "dev"\n', 'local.dev');
  expect(config?.instances).toMatchObject([{ runtime: { type: 'built', build: { platforms: [] } } }]);
});

test('paths are read without what means nothing in them', () => {
  const { config } = read(`${GHCR}dockerfile = "./docker//api.Dockerfile"\ncontext = "src/../"\n`);
  expect(config?.instances).toMatchObject([
    { build: { dockerfile: { value: 'docker/api.Dockerfile', source: { line: 5 } }, context: '.' } },
  ]);
});

test.each([
  ['dockerfile = "../Dockerfile"', 'a file of the project'],
  ['dockerfile = "/etc/Dockerfile"', 'a file of the project'],
  ['dockerfile = "."', 'a file of the project'],
  ['context = ".."', 'a directory of the project'],
])('%s is an error at its line', (line, rule) => {
  expect(read(`${GHCR}${line}\n`).problems).toMatchObject([
    { severity: 'error', message: expect.stringContaining(rule) as string, place: { line: 5 } },
  ]);
});

test('a build argument that is a reference is read, and warned of since its value stays in the image', () => {
  const { config, problems } = read(`${GHCR}build_args = { TOKEN = "env:SHOP_TOKEN", MODE = "fast" }\n`);
  expect(config?.instances).toMatchObject([
    {
      build: {
        buildArgs: [
          { name: 'MODE', value: 'fast' },
          { name: 'TOKEN', variable: 'SHOP_TOKEN' },
        ],
      },
    },
  ]);
  expect(problems).toMatchObject([
    { severity: 'warning', code: 'build-argument-in-history', place: { line: 5 } },
  ]);
});
