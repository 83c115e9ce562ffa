import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../../helix';
import { DockerServer } from '../docker/docker-server';
import { AnonymousCloud } from './anonymous-cloud';

let docker: DockerServer;
let cloud: AnonymousCloud;
const projects: TestProject[] = [];

beforeAll(async () => {
  docker = await DockerServer.start();
  cloud = await AnonymousCloud.start();
});

afterEach(() => {
  docker.clear();
  projects.splice(0).forEach((project) => project.remove());
});

afterAll(async () => {
  await cloud.stop();
  await docker.stop();
});

const FILES = {
  Dockerfile: 'FROM scratch\nCOPY db /db\nCMD ["/db"]\n',
  '.gitignore': 'x\n',
};

function makeProject(files: Record<string, string> = {}): TestProject {
  const project = new TestProject(
    { ...FILES, ...files },
    { DOCKER_HOST: docker.host, HELIX_CLOUD_URL: cloud.url },
  );
  projects.push(project);
  return project;
}

const YES = '--auto-approve';

it('is created, built, pushed, claimed and destroyed by somebody who began without an account', async () => {
  const project = makeProject();
  const made = await project.run(['init', 'cloud', 'dev']);
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^Created an anonymous instance: (anon-\w+) \(us-east-1\)\. No account is needed\.$/m,
    ),
  ]);
  const id = /anon-\w+/.exec(made.stdout)?.[0] ?? '';
  expect(project.read('helix.toml')).toContain(`instance_id = "${id}"`);
  const keysFile = join(project.home, '.helix/anonymous.toml');
  expect(statSync(keysFile).mode & 0o777).toBe(0o600);
  const key = /deployment_key = "(\w+)"/.exec(readFileSync(keysFile, 'utf8'))?.[1] ?? '';
  expect(made.stdout + made.stderr).not.toContain(key);

  const built = await project.run(['build', 'dev']);
  expect([built.code, built.stderr + built.stdout]).toEqual([0, expect.stringContaining('built')]);
  const plan = await project.run(['plan']);
  expect([plan.code, plan.stdout]).toEqual([
    0,
    expect.stringMatching(/\+ cluster\.dev +us-east-1, anonymous, free/),
  ]);
  const pushed = await project.run(['push', 'dev', YES]);
  expect([pushed.code, pushed.stdout + pushed.stderr]).toEqual([0, expect.stringContaining(`https://${id}`)]);
  expect((await project.run(['plan'])).stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');

  project.write('db/queries.hx', 'QUERY broken(name: String) =>\n  RETURN N<Nobody>\n');
  const refused = await project.run(['push', 'dev', YES]);
  expect([refused.code, refused.stdout + refused.stderr]).toEqual([
    4,
    expect.stringContaining('db/queries.hx:2'),
  ]);
  const status = await project.run(['cloud', 'status', 'dev']);
  expect(status.stdout).toContain('running');
  expect(status.stdout).toMatch(/ claimed +no\n/);
  expect(status.stdout).toContain(` ${cloud.url}/claim/${id}\n`);
  expect(status.stdout).toMatch(/ image +\S+@sha256:[0-9a-f]{64}\n/);

  const noKey = await project.run(['cloud', 'claim', 'dev', YES]);
  expect([noKey.code, noKey.stderr]).toEqual([3, expect.stringContaining('Claiming needs an account')]);
  project.write('db/queries.hx', 'QUERY all() =>\n  RETURN N<User>\n');
  const env = { HELIX_API_KEY: cloud.apiKey };
  const claimed = await project.run(['cloud', 'claim', 'dev', '--cluster-id', 'shop-dev', YES], { env });
  expect([claimed.code, claimed.stdout + claimed.stderr]).toEqual([
    0,
    expect.stringContaining('cluster.dev'),
  ]);
  expect(project.read('helix.toml')).toContain('cluster_id = "shop-dev"');
  expect(readFileSync(keysFile, 'utf8')).not.toContain(key);
  expect((await project.run(['plan'], { env })).stdout).toContain(
    'Plan: 0 to add, 0 to change, 0 to destroy.',
  );
  expect((await project.run(['destroy', YES], { env })).code).toBe(0);
});
