import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer } from '../docker-server';
import { readBelow } from '../read-below';

let server: DockerServer;
const projects: TestProject[] = [];

const SERVES = ['/bin/busybox', 'httpd', '-f', '-v', '-p', '6969', '-h', '/www'];

beforeAll(async () => {
  server = await DockerServer.start();
  const chown = 'RUN ["/bin/busybox", "ln", "-s", "busybox", "/bin/chown"]';
  server.makeImage('tools:1', SERVES, {}, [chown]);
});

afterAll(() => server.stop());

afterEach(async () => {
  for (const project of projects.splice(0)) {
    await project.run(['destroy', '--local', '--auto-approve']);
    project.remove();
  }
  server.clear();
});

function newProject(files: Readonly<Record<string, string>>): TestProject {
  const project = new TestProject(
    { Dockerfile: 'FROM tools:1\nCOPY answer /www/introspect\n', answer: 'one', ...files },
    { DOCKER_HOST: server.host },
  );
  projects.push(project);
  return project;
}

async function readAnswer(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/introspect`)).text();
}

interface Inspected {
  readonly Image: string;
  readonly Config: { readonly Labels: unknown; readonly Env: readonly string[] };
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

function inspect(name: string): Inspected {
  return (JSON.parse(server.docker('inspect', name)) as [Inspected])[0];
}

const inside = (script: string) => server.docker('exec', 'helix-shop-dev', '/bin/sh', '-c', script);

test('two commands build a new project and run it; its data outlives every edit', async () => {
  const port = await freePort();
  const project = newProject({});
  expect(await project.runHelix('init', '--name', 'shop', '--port', `${port}`)).toContain('db/schema.hx');
  project.write('.env', 'TOKEN=planted-one\nLOG=info\n');
  project.write('db/.env', 'LOG=debug\n');
  const shown = [await project.run(['deploy', '--yes', '--verbose'])];
  expect([shown[0]?.code, await readAnswer(port)]).toEqual([0, 'one']);
  const first = inspect('helix-shop-dev');
  expect(first.HostConfig).toMatchObject({
    PortBindings: { '6969/tcp': [{ HostIp: '127.0.0.1', HostPort: `${port}` }] },
    RestartPolicy: { Name: 'unless-stopped' },
    Mounts: [{ Type: 'volume', Source: 'helix-shop-dev-data', Target: '/data' }],
  });
  expect(first.Config.Env).toEqual(
    expect.arrayContaining([
      'TOKEN=planted-one',
      'LOG=debug',
      'HELIX_PORT=6969',
      'HELIX_DATA_DIR=/data',
      'HELIX_PROJECT=shop',
      'HELIX_INSTANCE=dev',
    ]),
  );
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  inside('echo kept > /data/orders');

  project.write('.env', 'TOKEN=planted-two\nLOG=info\n');
  const limited = '\nbind = "0.0.0.0"\ncpus = 0.5\nmemory_gb = 0.25\n';
  project.write('helix.toml', project.read('helix.toml').trimEnd() + limited);
  shown.push(await project.run(['deploy', '-y', '--verbose']));
  expect(shown[1]?.stderr).toContain('publishes a database without a password');
  expect(shown[1]?.stdout).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
  const limits = inspect('helix-shop-dev');
  expect(limits.Config.Env).toContain('TOKEN=planted-two');
  expect(limits.HostConfig).toMatchObject({
    PortBindings: { '6969/tcp': [{ HostIp: '0.0.0.0' }] },
    NanoCpus: 500_000_000,
    Memory: 268_435_456,
  });

  project.write('answer', 'two');
  shown.push(await project.run(['deploy', '-y']));
  expect([await readAnswer(port), inside('/bin/busybox cat /data/orders')]).toEqual(['two', 'kept']);
  await project.runHelix('stop', 'dev');
  await expect(readAnswer(port)).rejects.toThrow();
  await project.runHelix('start', 'dev');
  expect(await project.runHelix('logs', 'dev')).toContain('response:200');
  expect(await project.runHelix('status')).toMatch(/instance\.dev .*ready +running +http/);

  const { Image } = inspect('helix-shop-dev');
  const history = server.docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', Image);
  const kept = [JSON.stringify(limits.Config.Labels), readBelow(project), history];
  const printed = shown.flatMap(({ stdout, stderr }) => [stdout, stderr]);
  expect([...printed, ...kept].filter((text) => text.includes('planted'))).toEqual([]);
  await project.runHelix('delete', 'dev', '--local', '-y');
  expect([server.names('container'), server.names('volume')]).toEqual([[], ['helix-shop-dev-data']]);
});

test('the data that HelixDB 2.x left in a folder is used there, and given to the user of the image', async () => {
  const port = await freePort();
  const project = newProject({
    'helix.toml': `[project]\nname = "shop"\n[local.dev]\nport = ${port}\nbuild_mode = "dev"\n`,
    Dockerfile: 'FROM tools:1\nCOPY answer /www/introspect\nUSER 10001\n',
  });
  const folder = join(project.directory, '.helix/.volumes/dev');
  mkdirSync(join(folder, 'user'), { recursive: true });
  writeFileSync(join(folder, 'user/data.mdb'), 'kept');
  for (const path of [folder, join(folder, 'user'), join(folder, 'user/data.mdb')]) chownSync(path, 0, 0);
  expect(await project.runHelix('plan')).toContain('stays in the folder .helix/.volumes/dev');
  await project.runHelix('deploy', '--yes');
  expect(inside('/bin/busybox cat /data/user/data.mdb && stat -c %u /data /data/user/data.mdb')).toBe(
    'kept10001\n10001',
  );
  expect(server.names('volume')).toEqual([]);
  await project.runHelix('destroy', '--yes', '--delete-data');
  expect([server.names('container'), project.read('.helix/.volumes/dev/user/data.mdb')]).toEqual([
    [],
    'kept',
  ]);
});
