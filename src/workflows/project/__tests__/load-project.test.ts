import { inMemoryPorts } from '../../../testing/in-memory-ports';
import { loadShop, REQUEST, SHOP, shopPorts } from '../../__tests__/shop';
import { loadProject } from '../load-project';
import { declaredState, sized } from '../project';

const LOCAL = '[project]\nname = "shop"\n\n[local.dev]\nport = 6969\n';
const BOTH = `${SHOP}\n[local.dev]\nport = 6969\n`;

describe('loading a project', () => {
  it('finds it above the directory', async () => {
    const ports = shopPorts();
    const { root } = await loadProject(ports, { ...REQUEST, directory: '/project/db/queries' });
    expect(root).toBe('/project');
  });

  it('names the directories that were searched, where there is none', async () => {
    const loading = loadProject(inMemoryPorts(), { ...REQUEST, directory: '/elsewhere/x' });
    await expect(loading).rejects.toMatchObject({
      kind: 'config',
      hint: expect.stringContaining('Looked in /elsewhere/x, /elsewhere, /.') as string,
    });
  });

  it('throws all errors of the configuration at once', async () => {
    const ports = shopPorts({ 'helix.toml': SHOP.replaceAll('region = "us-east-1"', 'region = 7') });
    const error: unknown = await loadShop(ports).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'config', message: 'the configuration has errors' });
    expect((error as { problems: unknown[] }).problems).toHaveLength(2);
  });

  it('digests the queries', async () => {
    const ports = shopPorts({ 'db/schema.hx': 'N::User { name: String }' });
    const { contents } = await loadShop(ports);
    expect(Object.keys(contents.queries)).toEqual(['schema.hx']);
  });
});

describe('the scope of a project', () => {
  it.each([
    ['shared', 'where it declares clusters', SHOP, false],
    ['local', 'where it declares only containers of this host', LOCAL, false],
    ['local', 'where --local asks for it', BOTH, true],
  ])('is %s %s', async (scope, _, toml, local) => {
    const ports = shopPorts({ 'helix.toml': toml });
    expect((await loadProject(ports, { ...REQUEST, local })).scope).toBe(scope);
  });

  it('leaves out the resources of the other one', async () => {
    const ports = shopPorts({ 'helix.toml': BOTH });
    const shared = declaredState(await loadShop(ports)).resources.map(({ address }) => address);
    const local = declaredState(await loadProject(ports, { ...REQUEST, local: true })).resources;
    expect(shared).toEqual(['cluster.web', 'cluster.api']);
    expect(local.map(({ address }) => address)).toContain('instance.dev');
    expect(local.map(({ address }) => address)).not.toContain('cluster.web');
  });
});

describe('a local project', () => {
  const files = { 'helix.toml': LOCAL, '.env': 'TOKEN=planted\n', 'db/.env': 'LOG=debug\n' };

  it('hands over the variables of its `.env` files by name, and knows their values', async () => {
    const project = await loadShop(shopPorts(files));
    const [, instance] = declaredState(project).resources;
    expect(instance?.inputs).toMatchObject({ env_vars: { LOG: 'file:LOG', TOKEN: 'file:TOKEN' } });
    expect(project.envFile.get('TOKEN')).toBe('planted');
    expect(JSON.stringify(project.contents)).not.toContain('planted');
  });

  it('lets a variable of its table precede that of a file', async () => {
    const toml = `${LOCAL}env_vars = { TOKEN = "env:OTHER" }\n`;
    const project = await loadShop(shopPorts({ ...files, 'helix.toml': toml }));
    const [, instance] = declaredState(project).resources;
    expect(instance?.inputs).toMatchObject({ env_vars: { TOKEN: 'env:OTHER' } });
  });

  it('does not read them for what is shared', async () => {
    const project = await loadShop(shopPorts({ ...files, 'helix.toml': BOTH }));
    expect(project.envFile.size).toBe(0);
  });
});

describe('a sized project', () => {
  it('holds its resources, built once', async () => {
    const project = sized(await loadShop(shopPorts()), { choices: new Map(), books: new Map() });
    expect(project.desired).toBe(project.desired);
    expect(project.desired.resources.map(({ address }) => address)).toEqual(['cluster.web', 'cluster.api']);
  });
});

describe('the data that HelixDB 2.x left in the project', () => {
  const DATA = '.helix/.volumes/dev';
  const QUERIES = { 'db/schema.hx': 'N::User { name: String }' };

  async function readWarnings(
    owner: number,
    files: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> {
    const ports = shopPorts({
      'helix.toml': `${LOCAL}build_mode = "dev"\n`,
      [`${DATA}/data.mdb`]: '',
      ...files,
    });
    ports.files.owners.set(`/project/${DATA}`, owner);
    const { problems } = await loadShop(ports);
    return problems.filter(({ code }) => code === 'data-owner').map(({ message }) => message);
  }

  it('is said to get another owner where its image runs as somebody else', async () => {
    const to = (user: number): string =>
      `the data of [local.dev] in ${DATA} is owned by 0: it will be given to ${user}, the user of its image`;
    expect(await readWarnings(0, QUERIES)).toEqual([to(10001)]);
    expect(await readWarnings(0, { Dockerfile: 'FROM scratch\nUSER 7:7\n' })).toEqual([to(7)]);
    expect(await readWarnings(10001, QUERIES)).toEqual([]);
    expect(await readWarnings(0, { Dockerfile: 'FROM scratch\n' })).toEqual([]);
  });
});
