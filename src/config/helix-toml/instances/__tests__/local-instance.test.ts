import { readConfig } from '../../../read-config';

function read(keys: string) {
  const text = `[project]\nname = "shop"\n[local.dev]\n${keys}`;
  return readConfig({ helixToml: { file: 'helix.toml', text } }, { environment: null, helixCloudUrl: null });
}

test('a container is published on loopback alone and has no limits', () => {
  expect(read('port = 7000\n').config?.instances).toMatchObject([
    { bind: '127.0.0.1', cpus: null, memoryGb: null },
  ]);
});

test('a container that is opened to the network is warned of at its line', () => {
  const { config, problems } = read('bind = "0.0.0.0"\ncpus = 0.5\nmemory_gb = 2\n');
  expect(config?.instances).toMatchObject([{ bind: '0.0.0.0', cpus: 0.5, memoryGb: 2 }]);
  expect(problems).toMatchObject([{ severity: 'warning', code: 'open-to-network', place: { line: 4 } }]);
});

test('an address that is neither, and a limit of nothing, are errors', () => {
  const { problems } = read('bind = "10.0.0.1"\ncpus = 0\n');
  expect(problems.map(({ severity, place }) => [severity, place?.line])).toEqual([
    ['error', 4],
    ['error', 5],
  ]);
});
