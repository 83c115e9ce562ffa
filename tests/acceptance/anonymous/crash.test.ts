import { existsSync, readFileSync } from 'node:fs';
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

const DECLARED = {
  'helix.toml': '[project]\nname = "shop"\nqueries = "db"\n\n[cloud.dev.anonymous]\nregion = "us-east-1"\n',
  Dockerfile: 'FROM scratch\nCOPY db /db\nCMD ["/db"]\n',
  'db/schema.hx': 'N::User { name: String }\n',
};
const YES = '--auto-approve';

function makeProject(files: Record<string, string> = DECLARED): TestProject {
  const env = { DOCKER_HOST: docker.host, HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: cloud.apiKey };
  const project = new TestProject(files, env);
  projects.push(project);
  return project;
}

/** Returns flags that kill the program right before, or right after, the file of the user's keys or the project's is replaced. */
function killAt(project: TestProject, file: string, when: 'before' | 'after'): string[] {
  return project.preload(`
    const fs = require('node:fs/promises');
    const { rename } = fs;
    fs.rename = async (from, to) => {
      const isMeant = String(to).endsWith(${JSON.stringify(file)});
      if (isMeant && ${when === 'before'}) process.kill(process.pid, 'SIGKILL');
      await rename(from, to);
      if (isMeant) process.kill(process.pid, 'SIGKILL');
    };`);
}

/** Returns flags that kill the program right after the answer to a request. */
function killAfterRequest(project: TestProject, path: string): string[] {
  return project.preload(`
    const http = require('node:http');
    const { request } = http;
    http.request = (...given) => {
      const made = request(...given);
      if (String(made.path).endsWith(${JSON.stringify(path)})) {
        made.on('response', () => process.kill(process.pid, 'SIGKILL'));
      }
      return made;
    };`);
}

function keysOf(project: TestProject): string {
  const file = join(project.home, '.helix/anonymous.toml');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The instances that were created and not deleted, by the emulator's own log. */
function livingInstances(): readonly string[] {
  const living = new Set<string>();
  const log = readFileSync(join(cloud.data, 'clusters.jsonl'), 'utf8');
  for (const line of log.split('\n').filter((one) => one !== '')) {
    const { entry } = JSON.parse(line) as { entry?: { instance?: { id: string; deletedAt: string | null } } };
    const instance = entry?.instance;
    if (instance === undefined) continue;
    if (instance.deletedAt === null) living.add(instance.id);
    else living.delete(instance.id);
  }
  return [...living];
}

it.each(['before', 'after'] as const)(
  'init that is killed right %s the keys are kept, or helix.toml is written, leaves one instance behind',
  async (when) => {
    for (const file of ['anonymous.toml', 'helix.toml']) {
      const known = new Set(livingInstances());
      const project = makeProject({});
      await project.run(['init', 'cloud', 'dev'], { node: killAt(project, file, when) });
      const again = await project.run(['init', 'cloud', 'dev']);
      // With the file in place there is nothing left to do.
      expect([0, 1]).toContain(again.code);
      const own = livingInstances().filter((id) => !known.has(id));
      expect(own).toHaveLength(1);
      expect(project.read('helix.toml')).toContain(`instance_id = "${own[0]}"`);
      expect(keysOf(project)).toContain(own[0]);
    }
  },
);

it.each(['/anonymous/instances', '/deploy'])(
  'apply that is killed after the answer to %s continues with the same instance, and prints no key',
  async (path) => {
    const known = new Set(livingInstances());
    const project = makeProject();
    const killed = await project.run(['apply', YES], { node: killAfterRequest(project, path) });
    expect(killed.code).toBe(-1);
    const again = await project.run(['apply', YES]);
    expect([again.code, again.stderr]).toEqual([0, expect.anything()]);
    const own = livingInstances().filter((id) => !known.has(id));
    expect(own).toHaveLength(1);
    const key = /deployment_key = "(\w+)"/.exec(keysOf(project))?.[1] ?? '';
    expect(key).not.toBe('');
    const said = killed.stdout + killed.stderr + again.stdout + again.stderr;
    expect(said + (await project.runHelix('state', 'pull'))).not.toContain(key);
    await project.runHelix('destroy', YES);
    expect(livingInstances().filter((id) => !known.has(id))).toEqual([]);
  },
);

it('destroy finds the instance of an apply that was killed right after it was created', async () => {
  const known = new Set(livingInstances());
  const project = makeProject();
  await project.run(['apply', YES], { node: killAfterRequest(project, '/anonymous/instances') });
  expect(livingInstances().filter((id) => !known.has(id))).toHaveLength(1);
  await project.runHelix('destroy', YES);
  expect(livingInstances().filter((id) => !known.has(id))).toEqual([]);
});

it('claim that is killed after its answer is finished by the next apply', async () => {
  const project = makeProject();
  await project.runHelix('apply', YES);
  const claim = ['cloud', 'claim', 'dev', '--cluster-id', 'claimed', YES];
  const killed = await project.run(claim, { node: killAfterRequest(project, '/claim') });
  expect(killed.code).toBe(-1);
  await project.runHelix('apply', YES);
  expect(await project.runHelix('plan')).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
  expect(keysOf(project)).not.toContain('anon-');
  await project.runHelix('destroy', YES);
});
