import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer, SERVES } from '../docker-server';

let server: DockerServer;

beforeAll(async () => {
  server = await DockerServer.start();
  server.makeImage('ghcr.io/helixdb/helixdb:v0.0.11', SERVES, { 'www/healthz': 'ok' });
});

afterAll(() => server.stop());

test('the example of a database in Docker answers at its ports after one command, and keeps its volume over a destroy', async () => {
  const project = new TestProject({}, { DOCKER_HOST: server.host });
  cpSync(join(__dirname, '../../../../examples/local-docker'), project.directory, { recursive: true });
  const ports = [await freePort(), await freePort()] as const;
  project.edit('helix.toml', 'port = 6969', `port = ${ports[0]}`);
  project.edit('helix.toml', 'port = 6970', `port = ${ports[1]}`);
  await project.runHelix('apply', '--auto-approve');
  for (const port of ports) {
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok');
  }
  expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  await project.runHelix('destroy', '--auto-approve');
  expect([server.names('container'), server.names('network'), server.names('volume')]).toEqual([
    [],
    [],
    ['helix-papertrail-dev-data'],
  ]);
  project.remove();
});
