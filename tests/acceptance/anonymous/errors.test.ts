import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../../helix';
import { Running } from '../../running';
import { DockerServer } from '../docker/docker-server';
import { AnonymousCloud } from './anonymous-cloud';

let docker: DockerServer;
let cloud: AnonymousCloud;
const projects: TestProject[] = [];

beforeAll(async () => {
  docker = await DockerServer.start();
  cloud = await AnonymousCloud.start();
});

afterEach(async () => {
  await cloud.fail([]);
  docker.clear();
  projects.splice(0).forEach((project) => project.remove());
});

afterAll(async () => {
  await cloud.stop();
  await docker.stop();
});

const DECLARED = {
  'helix.toml': '[project]\nname = "shop"\nqueries = "db"\n\n[cloud.dev.anonymous]\nregion = "us-east-1"\n',
  Dockerfile: 'FROM scratch\nCOPY db /db\nCMD ["/db"]\n',
  'db/schema.hx': 'N::User { name: String }\n',
  'db/queries.hx': 'QUERY all() =>\n  RETURN N<User>\n',
};
const YES = '--auto-approve';

function makeProject(
  files: Record<string, string> = DECLARED,
  env: Record<string, string> = {},
): TestProject {
  const project = new TestProject(files, { DOCKER_HOST: docker.host, HELIX_CLOUD_URL: cloud.url, ...env });
  projects.push(project);
  return project;
}

function keysOf(project: TestProject): string {
  const file = join(project.home, '.helix/anonymous.toml');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Runs a command that has to end with a code, and returns what it has printed. */
async function runEndingWith(
  code: number,
  project: TestProject,
  words: readonly string[],
  env = {},
): Promise<string> {
  const { code: found, stdout, stderr } = await project.run(words, { env });
  if (found !== code) throw new Error(`helix ${words.join(' ')} ended with ${found}\n${stdout}${stderr}`);
  return stdout + stderr;
}

it('is declared without an id, created by apply, and deployed to from another host with its key alone', async () => {
  const here = makeProject();
  expect(await runEndingWith(0, here, ['plan'])).toMatch(
    /\+ cluster\.dev +us-east-1, anonymous, free; ends 30d after creation/,
  );
  await runEndingWith(0, here, ['apply', YES]);
  expect(here.read('helix.toml')).not.toContain('instance_id');
  const again = await runEndingWith(0, here, ['apply', YES]);
  expect(again).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
  const key = /deployment_key = "(\w+)"/.exec(keysOf(here))?.[1] ?? '';
  const state = await here.runHelix('state', 'pull');
  expect(state).not.toContain(key);
  const plan = await runEndingWith(0, here, ['plan']);
  expect(plan).toContain('cluster.dev');
  expect(plan).toMatch(/Next `helix destroy --expired`: cluster\.dev on /);

  const runner = here.checkout();
  projects.push(runner);
  runner.write('.helix/x', '');
  mkdirSync(join(runner.directory, '.helix'), { recursive: true });
  await copyState(here, runner);
  runner.write('db/queries.hx', 'QUERY all() =>\n  RETURN N<User>\n\nQUERY more() =>\n  RETURN N<User>\n');
  expect(await runEndingWith(3, runner, ['push', 'dev', YES])).toContain('has no deployment key of anon-');
  const pushed = await runEndingWith(0, runner, ['push', 'dev', YES], { HELIX_DEPLOYMENT_KEY: key });
  expect(pushed).not.toContain(key);
  const wrong = await runEndingWith(3, runner, ['push', 'dev', YES], { HELIX_DEPLOYMENT_KEY: `${key}x` });
  expect(wrong).toMatch(/does not accept the deployment key of anon-\w+ \(from HELIX_DEPLOYMENT_KEY\)/);
  expect(wrong).not.toContain(key);
});

it('cannot be stopped, started or renewed, and shows its log', async () => {
  const project = makeProject();
  await runEndingWith(0, project, ['apply', YES]);
  expect(await runEndingWith(5, project, ['stop', 'dev'])).toContain(
    'cluster.dev cannot be stopped: it runs until it expires',
  );
  expect(await runEndingWith(5, project, ['start', 'dev'])).toContain(
    'cluster.dev cannot be started: it runs until it expires',
  );
  expect(await runEndingWith(5, project, ['renew', 'dev'])).toContain('helix cloud claim dev');
  expect(await runEndingWith(0, project, ['logs', 'dev'])).toContain('deploying ');
  expect(await runEndingWith(0, project, ['status', 'dev'])).toContain('running');
  const follow = new Running(project, ['logs', 'dev', '--follow']);
  await follow.waitForText('deploying ');
  expect(follow.hasEnded).toBe(false);
  await runEndingWith(0, project, ['delete', 'dev', YES]);
  expect(await follow.end()).toBe(0);
  expect(keysOf(project)).not.toContain('anon-');
  expect(project.read('helix.toml')).not.toContain('anonymous');
});

it('ends by itself: that is confirmed by destroy --expired, and said by what comes later', async () => {
  const short = await AnonymousCloud.start(['--anonymous-ttl', '6s']);
  try {
    const project = makeProject(DECLARED, { HELIX_CLOUD_URL: short.url });
    await runEndingWith(0, project, ['apply', YES]);
    await short.waitUntilEnded();
    const env = { HELIX_API_KEY: short.apiKey };
    expect(await runEndingWith(1, project, ['cloud', 'claim', 'dev', YES], env)).toMatch(
      /anon-\w+ ended on \d{4}-/,
    );
    expect(await runEndingWith(0, project, ['destroy', '--expired', YES])).toContain('cluster.dev');
    const plan = await runEndingWith(0, project, ['plan']);
    expect(plan).toContain('Stays down: cluster.dev');
  } finally {
    await short.stop();
  }
});

it('is not claimed a second time by somebody else, nor when it has ended, and answers its owner twice', async () => {
  const first = makeProject();
  await runEndingWith(0, first, ['apply', YES]);
  const second = first.checkout();
  projects.push(second);
  await copyState(first, second);
  mkdirSync(join(second.home, '.helix'));
  writeFileSync(join(second.home, '.helix/anonymous.toml'), keysOf(first), { mode: 0o600 });
  const env = { HELIX_API_KEY: cloud.apiKey };
  const declined = await runEndingWith(64, first, ['cloud', 'claim', 'dev'], env);
  expect(declined).toContain('no terminal to ask for approval');
  expect(first.read('helix.toml')).toBe(DECLARED['helix.toml']);
  await runEndingWith(0, first, ['cloud', 'claim', 'dev', YES], env);
  expect(await runEndingWith(0, first, ['cloud', 'claim', 'dev', YES], env)).toContain('already');
  const late = await runEndingWith(5, second, ['cloud', 'claim', 'dev', YES], env);
  expect(late).toContain('cluster.dev now belongs to the cluster helix-dev-');
  expect(await runEndingWith(1, first, ['cloud', 'claim', 'nowhere', YES], env)).toContain(
    'is not an instance without an account',
  );
});

it('writes nothing when the cloud does not answer, refuses, or the file cannot be written', async () => {
  const away = makeProject({}, { HELIX_CLOUD_URL: 'http://127.0.0.1:9' });
  expect(await runEndingWith(1, away, ['init', 'cloud', 'dev'])).toContain('127.0.0.1:9');
  expect([existsSync(join(away.directory, 'helix.toml')), keysOf(away)]).toEqual([
    false,
    expect.not.stringContaining('anon-'),
  ]);
  const nowhere = makeProject({});
  expect(await runEndingWith(1, nowhere, ['init', 'cloud', 'dev', '--region', 'mars'])).toContain('mars');
  expect(existsSync(join(nowhere.directory, 'helix.toml'))).toBe(false);
  // Written so that no table can be added to it.
  const closed = makeProject({ 'helix.toml': 'cloud = {}\nlocal = {}\n\n[project]\nname = "shop"\n' });
  await runEndingWith(1, closed, ['add', 'dev', '--anonymous']);
  expect(keysOf(closed)).not.toContain('anon-');
  const twice = makeProject();
  expect(await runEndingWith(1, twice, ['add', 'dev', '--anonymous'])).toContain(
    'there is an instance "dev" already',
  );
  expect(keysOf(twice)).toBe('');
});

async function copyState(from: TestProject, to: TestProject): Promise<void> {
  const state = await from.runHelix('state', 'pull');
  const run = await to.run(['state', 'push', '-'], { input: state });
  expect([run.code, run.stderr]).toEqual([0, expect.anything()]);
}
