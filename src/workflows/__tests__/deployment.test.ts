import { inMemoryPorts, ROOT } from '../../testing/in-memory-ports';
import { addLocal } from '../add';
import { chooseDeployment } from '../deployment';

const PROJECT = '[project]\nname = "shop"\n';
const CLUSTER = '[cloud.web.helix]\ncluster_id = "helix-web"\nregion = "us-east-1"\n';
const local = (name: string, port: number) => `[local.${name}]\nport = ${port}\n`;

const choose = (tables: string, name: string | null = null) =>
  chooseDeployment(
    inMemoryPorts({ 'helix.toml': PROJECT + tables }),
    { directory: ROOT, environment: null },
    name,
  );

test.each([
  ['the only local instance', CLUSTER + local('test', 1), 'test'],
  ['`dev`, where there are several', local('test', 1) + local('dev', 2), 'dev'],
])('a deploy without a name means %s', async (_, tables, name) => {
  expect(await choose(tables)).toEqual({ name, local: true });
});

test('a deploy by name means whatever has it', async () => {
  expect(await choose(CLUSTER + local('dev', 1), 'web')).toEqual({ name: 'web', local: false });
  expect(await choose(CLUSTER + local('test', 1), 'test')).toEqual({ name: 'test', local: true });
});

test.each([
  ['several', local('a', 1) + local('b', 2), null, { kind: 'usage', message: 'which instance: a, b?' }],
  [
    'no local one',
    CLUSTER,
    null,
    {
      kind: 'not-found',
      hint: 'Deploy web by its name, and `helix deploy --remote` deploys to a machine in a cloud.',
    },
  ],
  [
    'nothing',
    '',
    null,
    {
      kind: 'not-found',
      hint: '`helix add dev --local` declares one, and `helix deploy --remote` deploys to a machine in a cloud.',
    },
  ],
  [
    'an unknown name',
    local('dev', 1),
    'prod',
    { kind: 'not-found', message: 'there is no local instance "prod"' },
  ],
])('a deploy with %s is refused with what to do', async (_, tables, name, error) => {
  await expect(choose(tables, name)).rejects.toMatchObject(error);
});

describe('adding a container', () => {
  const WANTED = { port: null, buildMode: null, image: null, tag: null, storage: null };

  async function add(wanted: Partial<Parameters<typeof addLocal>[1]['local']>) {
    const ports = inMemoryPorts({ 'helix.toml': `# Mine.\n${PROJECT}${local('dev', 6969)}` });
    await addLocal(ports, { directory: ROOT, name: 'test', local: { ...WANTED, ...wanted } });
    return (await ports.files.readText(ROOT, 'helix.toml')) ?? '';
  }

  test('keeps the file, and takes the first port that is free in it', async () => {
    expect(await add({})).toBe(
      `# Mine.\n${PROJECT}${local('dev', 6969)}\n[local.test]\nport = 6970\nbuild_mode = "dev"\n`,
    );
  });

  test('writes the keys of a prebuilt image where one is named', async () => {
    expect(await add({ tag: 'v0.0.11' })).toContain(
      '[local.test]\nport = 6970\ntag = "v0.0.11"\nstorage = "disk"\n',
    );
  });

  test('refuses a bucket that is not named, and leaves the file', async () => {
    await expect(add({ storage: 's3' })).rejects.toMatchObject({
      problems: [{ message: '`[local.test]` needs `s3`, because its storage is `s3`.' }],
    });
  });
});
