import { mistakesIn } from '../../resources/query-check';
import { readConfig } from '../../config/read-config';
import { inMemoryPorts, ROOT } from '../../testing/in-memory-ports';
import type { InMemoryPorts } from '../../testing/in-memory-ports';
import { init } from '../init';
import type { InitRequest } from '../init';

const REQUEST: InitRequest = {
  directory: ROOT,
  name: 'shop',
  first: null,
  firstName: null,
  emulator: false,
  empty: false,
};

const read = async (ports: InMemoryPorts, file: string) => (await ports.files.readText(ROOT, file)) ?? '';

async function readInstances(ports: InMemoryPorts) {
  const helixToml = { file: 'helix.toml', text: await read(ports, 'helix.toml') };
  const { config, problems } = readConfig({ helixToml }, { environment: null, helixCloudUrl: null });
  expect(problems).toEqual([]);
  return config?.instances;
}

test('a project in an empty folder is a database in a container of this host', async () => {
  const ports = inMemoryPorts({});
  const { files, declared } = await init(ports, REQUEST);
  expect([files, declared]).toEqual([['helix.toml', 'db/schema.hx', 'db/queries.hx', '.gitignore'], 'local']);
  expect(await readInstances(ports)).toMatchObject([
    { name: 'dev', kind: 'local', port: 6969, runtime: { type: 'built', buildMode: 'dev' } },
  ]);
  expect(await read(ports, '.gitignore')).toBe('.helix/\ntarget/\n*.log\n');
});

test('its first schema and queries are free of mistakes', async () => {
  const ports = inMemoryPorts({});
  await init(ports, REQUEST);
  const paths = ['schema.hx', 'queries.hx'];
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await read(ports, `db/${path}`) })),
  );
  expect(files.map(({ text }) => text.split(/[ {]/)[0])).toEqual(['N::User', 'QUERY']);
  expect(mistakesIn(files)).toEqual([]);
});

test('queries that are there stay, and a prebuilt image needs none', async () => {
  const own = inMemoryPorts({
    'db/mine.hx': 'N::Paper { title: String }\n',
    '.gitignore': 'target\n*.log\n.helix',
  });
  expect((await init(own, REQUEST)).files).toEqual(['helix.toml']);
  const pulled = inMemoryPorts({});
  const local = { port: 7000, buildMode: null, image: null, tag: null, storage: 'disk' as const };
  const { files } = await init(pulled, { ...REQUEST, first: { kind: 'local', local } });
  expect(files).toEqual(['helix.toml', '.gitignore']);
  expect(await readInstances(pulled)).toMatchObject([
    { port: 7000, runtime: { type: 'prebuilt', storage: 'disk' } },
  ]);
});

test('beside a blueprint nothing is declared', async () => {
  const ports = inMemoryPorts({ 'Blueprint.toml': '[blueprint]\nname = "node"\n' });
  const { files, declared } = await init(ports, { ...REQUEST, name: null });
  expect([files, declared]).toEqual([['helix.toml', '.gitignore'], null]);
  expect(await read(ports, 'helix.toml')).not.toContain('[project]');
});
