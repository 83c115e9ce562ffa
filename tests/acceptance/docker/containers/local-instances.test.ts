import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';
import { readBelow } from '../read-below';

let server: DockerServer;
const projects: TestProject[] = [];

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('web:1', SERVES, { 'www/healthz': 'one' });
  server.makeImage('web:2', SERVES, { 'www/healthz': 'two' });
  server.makeImage('web:unprivileged', SERVES, { 'www/healthz': 'three' }, ['USER 65532:65532']);
  server.makeImage('broken:1', ['/bin/sh', '-c', 'echo no licence key >&2; exit 3']);
  server.makeImage('broken:2', ['/bin/absent']);
});

afterAll(() => server.stop());

afterEach(async () => {
  for (const project of projects.splice(0)) {
    await project.run(['destroy', '--local', '--auto-approve']);
    project.remove();
  }
  server.clear();
});

interface Declared {
  readonly port: number;
  readonly name?: string;
  readonly instance?: string;
  readonly keys?: readonly string[];
}

function newProject({ port, name = 'shop', instance = 'dev', keys = [] }: Declared): TestProject {
  const lines = ['image = "web"', 'tag = "1"', 'pull = "never"', ...keys];
  const project = new TestProject(
    {
      'helix.toml': `[project]\nname = "${name}"\n\n[local.${instance}]\nport = ${port}\n${lines.join('\n')}\n`,
    },
    { DOCKER_HOST: server.host },
  );
  projects.push(project);
  return project;
}

const apply = async (project: TestProject) => project.run(['apply', '--auto-approve']);

async function readAnswer(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
}

interface Inspected {
  readonly Id: string;
  readonly Config: { readonly Labels: Record<string, string>; readonly Env: readonly string[] };
  readonly HostConfig: {
    readonly PortBindings: unknown;
    readonly RestartPolicy: { readonly Name: string };
    readonly NetworkMode: string;
  };
}

function inspect(name: string): Inspected {
  return (JSON.parse(server.docker('inspect', name)) as [Inspected])[0];
}

describe('a local instance', () => {
  test('is planned without an engine, applied, planned again with nothing to do, and destroyed; its volume stays', async () => {
    const port = await freePort();
    const project = newProject({ port, keys: ['storage = "disk"'] });
    const nowhere = { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } };
    const planned = await project.run(['plan'], nowhere);
    expect(planned.stdout).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
    expect((await apply(project)).code).toBe(0);
    expect(await readAnswer(port)).toBe('one');
    const { Config, HostConfig } = inspect('helix-shop-dev');
    expect(Config.Labels).toMatchObject({
      'helix-project': 'shop',
      'helix-workspace': 'default',
      'helix-address': 'instance.dev',
    });
    expect(Config.Env).toEqual(
      expect.arrayContaining(['HELIX_PROJECT=shop', 'HELIX_INSTANCE=dev', 'HELIX_DATA_DIR=/var/lib/helix']),
    );
    expect(HostConfig).toMatchObject({
      PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: `${port}` }] },
      RestartPolicy: { Name: 'unless-stopped' },
      NetworkMode: 'helix-shop-dev-net',
    });
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
    expect(await project.runHelix('status')).toContain(`http://127.0.0.1:${port}`);
    await project.runHelix('destroy', '--auto-approve');
    expect(server.names('container')).toEqual([]);
    expect(server.names('network')).toEqual([]);
    expect(server.names('volume')).toEqual(['helix-shop-dev-data']);
  });

  test('keeps its data over a new port, a new image and a new container', async () => {
    const port = await freePort();
    const project = newProject({ port, keys: ['storage = "disk"'] });
    await project.runHelix('apply', '--auto-approve');
    const file = '/var/lib/helix/orders';
    server.docker('exec', 'helix-shop-dev', '/bin/sh', '-c', `echo 42 > ${file}`);
    const other = await freePort();
    project.edit('helix.toml', `port = ${port}`, `port = ${other}`);
    project.edit('helix.toml', 'tag = "1"', 'tag = "2"');
    const plan = await project.runHelix('plan');
    expect(plan).toContain('-/+ instance.dev');
    expect(plan).toContain(`${port} -> ${other}`);
    await project.runHelix('apply', '--auto-approve');
    expect(await readAnswer(other)).toBe('two');
    expect(server.docker('exec', 'helix-shop-dev', '/bin/busybox', 'cat', file)).toBe('42');
    await project.runHelix('destroy', '--auto-approve');
    await project.runHelix('apply', '--auto-approve');
    expect(server.docker('exec', 'helix-shop-dev', '/bin/busybox', 'cat', file)).toBe('42');
  });

  test('loses its data only where that is asked for', async () => {
    const project = newProject({ port: await freePort(), keys: ['storage = "disk"'] });
    await project.runHelix('apply', '--auto-approve');
    const kept = await project.runHelix('destroy', '--dry-run');
    expect(kept).toContain('stays in the volume helix-shop-dev-data');
    const lost = await project.runHelix('destroy', '--dry-run', '--delete-data');
    expect(lost).toContain('LOST: deleted with it');
    await project.runHelix('delete', 'dev', '--auto-approve', '--delete-data');
    expect([server.names('container'), server.names('volume')]).toEqual([[], []]);
    expect(project.read('helix.toml')).not.toContain('[local.dev]');
  });

  test('whose image runs as another user than root can write its data', async () => {
    const port = await freePort();
    const project = newProject({ port, keys: ['storage = "disk"'] });
    project.edit('helix.toml', 'tag = "1"', 'tag = "unprivileged"');
    await project.runHelix('apply', '--auto-approve');
    const script = 'echo 42 > /var/lib/helix/orders && stat -c %u:%g /var/lib/helix /var/lib/helix/orders';
    expect(server.docker('exec', 'helix-shop-dev', '/bin/sh', '-c', script)).toBe('65532:65532\n65532:65532');
  });

  test('gets a secret by reference: a new value reaches it with the next apply, and is shown nowhere', async () => {
    const project = newProject({
      port: await freePort(),
      keys: ['env_vars = { API_TOKEN = "env:SHOP_TOKEN", LOG = "debug" }'],
    });
    const missing = await apply(project);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('SHOP_TOKEN');
    const applyWith = (token: string) =>
      project.run(['apply', '--auto-approve'], { env: { SHOP_TOKEN: token, HELIX_LOG: '1' } });
    const first = await applyWith('planted-1');
    expect(first.code).toBe(0);
    expect(inspect('helix-shop-dev').Config.Env).toEqual(
      expect.arrayContaining(['API_TOKEN=planted-1', 'LOG=debug']),
    );
    const second = await applyWith('planted-2');
    expect(second.stdout).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
    const { Config } = inspect('helix-shop-dev');
    expect(Config.Env).toContain('API_TOKEN=planted-2');
    const third = await applyWith('planted-2');
    expect(third.stdout).toContain('Resources: 0 added, 0 changed, 0 destroyed.');
    const shown = [first, second, third].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    const kept = [JSON.stringify(Config.Labels), readBelow(project)];
    expect([...shown, ...kept].filter((text) => text.includes('planted'))).toEqual([]);
  });

  test('that was removed outside shows as drift and is made again; what others made stays', async () => {
    const project = newProject({ port: await freePort() });
    server.docker('create', '--name', 'helix-shop-dev-2', 'web:1');
    await project.runHelix('apply', '--auto-approve');
    server.docker('rm', '-f', 'helix-shop-dev');
    const plan = await project.runHelix('plan', '--refresh');
    expect(plan).toMatch(/instance\.dev +no longer there/);
    expect(plan).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
    await project.runHelix('apply', '--auto-approve');
    await project.runHelix('destroy', '--auto-approve');
    expect(server.names('container')).toEqual(['helix-shop-dev-2']);
  });

  test('whose restart policy was changed outside is repaired', async () => {
    const project = newProject({ port: await freePort() });
    await project.runHelix('apply', '--auto-approve');
    server.docker('update', '--restart', 'no', 'helix-shop-dev');
    expect(await project.runHelix('plan', '--refresh')).toContain(
      'Plan: 0 to add, 1 to change, 0 to destroy.',
    );
    await project.runHelix('apply', '--auto-approve');
    expect(inspect('helix-shop-dev').HostConfig.RestartPolicy.Name).toBe('unless-stopped');
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });

  test('starts, stops, restarts, and shows its log', async () => {
    const port = await freePort();
    const project = newProject({ port });
    await project.runHelix('apply', '--auto-approve');
    await project.runHelix('stop', 'dev');
    await expect(readAnswer(port)).rejects.toThrow();
    expect(await project.runHelix('plan', '--refresh')).toMatch(/Stopped: instance\.dev[^]*No changes/);
    await project.runHelix('start', 'dev');
    expect(await readAnswer(port)).toBe('one');
    await project.runHelix('restart', 'dev');
    expect(await readAnswer(port)).toBe('one');
    expect(await project.runHelix('logs', 'dev')).toContain('response:200');
  });

  test('is followed over a restart, each line once', async () => {
    const port = await freePort();
    const project = newProject({ port });
    await project.runHelix('apply', '--auto-approve');
    const child = project.start(['logs', 'dev', '-f', '--json']);
    const lines: string[] = [];
    const reader = createInterface({ input: child.stdout! });
    const read = (count: number) =>
      new Promise<void>((resolve) => {
        const check = () => (lines.length >= count ? resolve() : undefined);
        reader.on('line', check);
        check();
      });
    reader.on('line', (line) => lines.push(line));
    await read(1);
    const before = lines.length;
    await project.runHelix('restart', 'dev');
    await readAnswer(port);
    await read(before + 1);
    child.kill('SIGINT');
    await once(child, 'close');
    const times = lines.map((line) => (JSON.parse(line) as { at: string }).at);
    expect(new Set(times).size).toBe(times.length);
  });

  test('of a name that somebody else has taken is refused, and theirs is left alone', async () => {
    const project = newProject({ port: await freePort() });
    server.docker('create', '--name', 'helix-shop-dev', 'web:1');
    const { Id } = inspect('helix-shop-dev');
    const run = await apply(project);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('The container helix-shop-dev belongs to nobody that Helix knows.');
    expect(inspect('helix-shop-dev').Id).toBe(Id);
  });

  test('of another checkout is never touched', async () => {
    const project = newProject({ port: await freePort() });
    await project.runHelix('apply', '--auto-approve');
    const { Id } = inspect('helix-shop-dev');
    const other = project.checkout();
    projects.push(other);
    const run = await apply(other);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain(`instance.dev of shop in ${project.directory}, workspace default`);
    expect(inspect('helix-shop-dev').Id).toBe(Id);
  });

  test('on a port that is taken is refused, with who holds it and another port', async () => {
    const [port, other] = [await freePort(), await freePort()];
    const first = newProject({ port });
    await first.runHelix('apply', '--auto-approve');
    const second = newProject({ port, name: 'app' });
    const byContainer = await apply(second);
    expect(byContainer.code).toBe(5);
    expect(byContainer.stderr).toContain(`Port ${port} is taken by the container helix-shop-dev.`);
    expect(byContainer.stderr).toMatch(/`port = \d+`/);
    const holder = createServer().listen(other, '127.0.0.1');
    await once(holder, 'listening');
    second.edit('helix.toml', `port = ${port}`, `port = ${other}`);
    const byProcess = await apply(second);
    holder.close();
    expect(byProcess.code).toBe(5);
    expect(byProcess.stderr).toContain(`(pid ${process.pid})`);
    expect(server.names('container')).toEqual(['helix-shop-dev']);
  });

  test('of a project whose name begins with that of another is its own', async () => {
    const [short, long] = [
      newProject({ port: await freePort(), name: 'app' }),
      newProject({ port: await freePort(), name: 'app', instance: 'dev-two' }),
    ];
    await short.runHelix('apply', '--auto-approve');
    await long.runHelix('apply', '--auto-approve');
    await short.runHelix('destroy', '--auto-approve');
    expect(server.names('container')).toEqual(['helix-app-dev-two']);
    expect((await long.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });

  test('that ends again and again fails with its last lines, and is made good by the next apply', async () => {
    const port = await freePort();
    const project = newProject({ port });
    project.edit('helix.toml', 'image = "web"', 'image = "broken"');
    const failed = await apply(project);
    expect(failed.code).toBe(4);
    expect(failed.stdout).toContain('it ends with exit code 3');
    expect(failed.stdout).toContain('no licence key');
    project.edit('helix.toml', 'image = "broken"', 'image = "web"');
    await project.runHelix('apply', '--auto-approve');
    expect(await readAnswer(port)).toBe('one');
  });

  test('whose successor does not start runs on as it was', async () => {
    const port = await freePort();
    const project = newProject({ port });
    await project.runHelix('apply', '--auto-approve');
    const { Id } = inspect('helix-shop-dev');
    project.edit('helix.toml', 'image = "web"', 'image = "broken"');
    project.edit('helix.toml', 'tag = "1"', 'tag = "2"');
    const failed = await apply(project);
    expect(failed.code).toBe(4);
    expect(failed.stdout).toContain('/bin/absent');
    expect(inspect('helix-shop-dev').Id).toBe(Id);
    expect(await readAnswer(port)).toBe('one');
    expect(server.names('container')).toEqual(['helix-shop-dev']);
    project.edit('helix.toml', 'image = "broken"', 'image = "web"');
    await project.runHelix('apply', '--auto-approve');
    expect(await readAnswer(port)).toBe('two');
  });

  test('is apart from what is shared: `--local` shows it alone, and everything else does not show it', async () => {
    const project = newProject({ port: await freePort() });
    await project.runHelix('apply', '--auto-approve');
    project.write(
      'helix.toml',
      `${project.read('helix.toml')}[helix_cloud]\nendpoint = "embedded"\n[cloud.prod.helix]\ncluster_id = "prod-1"\nregion = "us-east-1"\n`,
    );
    const local = await project.runHelix('plan', '--local', '--full');
    expect(local).toContain('instance.dev');
    expect(local).not.toContain('cluster.prod');
    const shared = await project.runHelix('plan', '--full');
    expect(shared).toContain('cluster.prod');
    expect(shared).not.toContain('instance.dev');
    await project.runHelix('destroy', '--local', '--auto-approve');
    expect(server.names('container')).toEqual([]);
  });
});

test('without an engine that answers apply ends with 1 and names the address that it tried', async () => {
  const project = newProject({ port: await freePort() });
  const run = await project.run(['apply', '--auto-approve'], {
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
  });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(
    'No Docker engine answers at unix:///nowhere/docker.sock: start it (systemctl start docker), or set DOCKER_HOST.',
  );
});
