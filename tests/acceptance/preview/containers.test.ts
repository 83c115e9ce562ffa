import { randomInt } from 'node:crypto';
import { TestProject } from '../../helix';
import { DockerServer, SERVES } from '../docker/docker-server';

let docker: DockerServer;
beforeAll(async () => {
  docker = await DockerServer.start();
  docker.makeImage('web:1', SERVES, { 'www/healthz': 'ok' });
});
afterAll(() => docker.stop());

/** Two pull requests, and the port that the first one's container would take if the project did not have it. */
const [SEVEN, EIGHT] = [randomInt(200, 600), randomInt(600, 900)];
const TAKEN = 20_000 + 10 * SEVEN;

const TOML = `[project]
name = "papertrail"

[local.box]
port = ${TAKEN}
image = "web"
tag = "1"
pull = "never"

[preview]
from = ["box"]
`;

test('previews of a container run beside it and beside each other, each at a port of its own, and leave nothing', async () => {
  const made = new TestProject({ 'helix.toml': TOML }, { DOCKER_HOST: docker.host });
  try {
    await made.runHelix('apply', '--auto-approve');
    for (const number of [SEVEN, EIGHT])
      await made.runHelix('preview', 'up', '--pr', `${number}`, '--no-forge');
    await made.runHelix('preview', 'up', '--pr', `${SEVEN}`, '--no-forge');
    const rows = JSON.parse(await made.runHelix('preview', 'list', '--no-forge', '--json')) as {
      number: number;
      urls: string[];
    }[];
    const urls = rows.flatMap((row) => row.urls);
    expect(urls.map((url) => new URL(url).port)).toEqual([`${TAKEN + 1}`, `${20_000 + 10 * EIGHT}`]);
    for (const url of [`http://127.0.0.1:${TAKEN}`, ...urls])
      expect(await (await fetch(new URL('/healthz', url))).text()).toBe('ok');
    for (const number of [SEVEN, EIGHT])
      await made.runHelix('preview', 'down', '--pr', `${number}`, '--no-forge');
    expect(await (await fetch(`http://127.0.0.1:${TAKEN}/healthz`)).text()).toBe('ok');
    expect(await made.runHelix('preview', 'list', '--no-forge')).toContain('There are no previews');
    expect(docker.names('container')).toEqual(['helix-papertrail-box']);
    expect(docker.names('volume').filter((name) => name.includes('pr-'))).toEqual([]);
    await made.runHelix('destroy', '--auto-approve', '--delete-data');
  } finally {
    made.remove();
  }
});
