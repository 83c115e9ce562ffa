import { cpSync } from 'node:fs';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';

let server: DockerServer;
const projects: TestProject[] = [];

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('web:1', SERVES, { 'www/healthz': 'ready' });
  const chown = 'RUN ["/bin/busybox", "ln", "-s", "busybox", "/bin/chown"]';
  server.makeImage('web:unprivileged', SERVES, { 'www/healthz': 'ready' }, [chown, 'USER 65532:65532']);
  server.makeImage('web:without-chown', SERVES, { 'www/healthz': 'ready' }, ['USER 65532:65532']);
  server.makeImage('broken:1', ['/bin/absent']);
});

afterAll(() => server.stop());

afterEach(async () => {
  for (const project of projects.splice(0)) {
    await project.run(['destroy', '--local', '--auto-approve']);
    project.remove();
  }
  server.clear();
});

const KEYS = ['image = "web"', 'tag = "1"', 'pull = "never"', 'storage = "disk"'].join('\n');

function newProject(ports: Readonly<Record<string, number>>): TestProject {
  const tables = Object.entries(ports).map(([name, port]) => `[local.${name}]\nport = ${port}\n${KEYS}\n`);
  const text = `[project]\nname = "shop"\n\n${tables.join('\n')}`;
  const project = new TestProject({ 'helix.toml': text }, { DOCKER_HOST: server.host });
  projects.push(project);
  return project;
}

const apply = (project: TestProject) => project.runHelix('apply', '--auto-approve');

const inside = (name: string, script: string) => server.docker('exec', name, '/bin/sh', '-c', script);

/** The container that answers on a port, by the data in its volume. */
function dataBehind(port: number): string {
  const names = server.docker('ps', '--format', '{{.Names}} {{.Ports}}').split('\n');
  const found = names.find((line) => line.includes(`:${port}->`))?.split(' ')[0] ?? 'nobody';
  return inside(found, '/bin/busybox cat /var/lib/helix/who');
}

async function readWhetherOk(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
}

test('containers swap their ports in one apply, or stay as they were', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const project = newProject({ a: first, b: second });
  await apply(project);
  for (const name of ['a', 'b']) inside(`helix-shop-${name}`, `echo ${name} > /var/lib/helix/who`);
  const swapped = project
    .read('helix.toml')
    .replace(`port = ${first}`, 'port = 1')
    .replace(`port = ${second}`, `port = ${first}`)
    .replace('port = 1\n', `port = ${second}\n`);
  project.write('helix.toml', swapped.replace(/(\[local\.b\][^]*)image = "web"/, '$1image = "broken"'));
  const failed = await project.run(['apply', '--auto-approve']);
  expect(failed.code).toBe(4);
  expect(failed.stdout).toContain('It stays as it was, since instance.b did not start.');
  expect([dataBehind(first), dataBehind(second)]).toEqual(['a', 'b']);
  project.write('helix.toml', swapped);
  await apply(project);
  expect([dataBehind(first), dataBehind(second)]).toEqual(['b', 'a']);
  expect([await readWhetherOk(first), await readWhetherOk(second)]).toEqual([true, true]);
  expect(server.names('container')).toEqual(['helix-shop-a', 'helix-shop-b']);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
});

test('a renamed table and a renamed project keep their data; a copy of the folder touches nothing', async () => {
  const port = await freePort();
  const project = newProject({ dev: port });
  await apply(project);
  inside('helix-shop-dev', 'echo kept > /var/lib/helix/who');
  project.edit('helix.toml', '[local.dev]', '[local.main]');
  expect(await project.runHelix('plan')).toContain('your data is in the volume helix-shop-dev-data');
  await apply(project);
  expect([server.names('container'), dataBehind(port)]).toEqual([['helix-shop-main'], 'kept']);
  project.edit('helix.toml', 'name = "shop"', 'name = "store"');
  await apply(project);
  expect([server.names('container'), dataBehind(port)]).toEqual([['helix-store-main'], 'kept']);
  expect([server.names('volume'), server.names('network')]).toEqual([
    ['helix-shop-dev-data'],
    ['helix-store-main-net'],
  ]);
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);

  const copy = new TestProject({}, { DOCKER_HOST: server.host });
  cpSync(project.directory, copy.directory, { recursive: true });
  copy.edit('helix.toml', `port = ${port}`, `port = ${await freePort()}`);
  for (const command of ['apply', 'destroy']) {
    const refused = await copy.run([command, '--auto-approve']);
    expect([command, refused.code]).toEqual([command, 5]);
    expect(refused.stderr).toContain(`belongs to the project in ${project.directory}`);
  }
  copy.remove();
  expect(dataBehind(port)).toBe('kept');

  // After a destroy nothing on record leads to the volume: whoever renames then is told where the data is.
  await project.runHelix('destroy', '--auto-approve');
  project.edit('helix.toml', '[local.main]', '[local.other]');
  const begun = await project.run(['apply', '--auto-approve']);
  expect([begun.code, begun.stderr]).toEqual([
    0,
    expect.stringContaining(
      'instance.other: warning: this instance begins without data; that of instance.dev is in the volume helix-shop-dev-data',
    ),
  ]);
  await project.runHelix('destroy', '--auto-approve', '--delete-data');
  project.edit('helix.toml', '[local.other]', '[local.dev]');
  project.edit('helix.toml', 'name = "store"', 'name = "shop"');
  await apply(project);
  expect(dataBehind(port)).toBe('kept');
  await project.runHelix('destroy', '--auto-approve', '--delete-data');
  expect([server.names('container'), server.names('volume')]).toEqual([[], []]);
});

test('data of an image that ran as root goes to the user of the next one', async () => {
  const port = await freePort();
  const project = newProject({ dev: port });
  await apply(project);
  inside('helix-shop-dev', 'mkdir /var/lib/helix/user && echo kept > /var/lib/helix/user/data');
  const owners = 'stat -c %u /var/lib/helix /var/lib/helix/user /var/lib/helix/user/data';
  project.edit('helix.toml', 'tag = "1"', 'tag = "without-chown"');
  const failed = await project.run(['apply', '--auto-approve']);
  expect(failed.code).toBe(4);
  expect(failed.stdout).toContain('helix-shop-dev-data is owned by 0, the image runs as 65532');
  expect(inside('helix-shop-dev', owners)).toBe('0\n0\n0');
  project.edit('helix.toml', 'tag = "without-chown"', 'tag = "unprivileged"');
  const given = await project.run(['apply', '--auto-approve', '--verbose']);
  expect(given.stderr).toContain('data is owned by 0: giving it to 65532');
  expect(inside('helix-shop-dev', `${owners}; /bin/busybox cat /var/lib/helix/user/data`)).toBe(
    '65532\n65532\n65532\nkept',
  );
  expect(server.names('container')).toEqual(['helix-shop-dev']);
});
