import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundProgram } from '../backends/found-program';
import { DockerServer } from '../docker/docker-server';
import { PASSWORD, RegistryServer } from '../docker/registry-server';
import { OnFly } from './on-fly';

let docker: DockerServer;
let registry: RegistryServer;
let on: OnFly;

beforeAll(async () => {
  docker = await DockerServer.start();
  registry = await RegistryServer.start('closed');
});
afterEach(() => on.close());
afterAll(async () => {
  await docker.stop();
  await registry.stop();
});

test('an image is built, pushed to the registry of its app with the token, and run by its digest', async () => {
  on = await OnFly.open(
    {
      'helix.toml': [
        '[project]',
        'name = "shop"',
        '[cloud.web.fly]',
        'region = "fra"',
        'vm_size = "shared-cpu-1x"',
        'volume = "shop_data:/data"',
        'volume_initial_size = 1',
        'auth_type = "ApiKey"',
        'private = true',
        'dockerfile = "Dockerfile"',
        `registry_url = "${registry.host}"`,
        '',
      ].join('\n'),
      Dockerfile: 'FROM scratch\nCOPY busybox /bin/busybox\nENTRYPOINT ["/bin/busybox", "httpd", "-f"]\n',
    },
    { token: PASSWORD, env: { DOCKER_HOST: docker.host } },
  );
  const how = 'apt-get install -y --no-install-recommends busybox-static';
  copyFileSync(foundProgram('busybox', how), join(on.project.directory, 'busybox'));
  const printed = await on.runHelix('apply --auto-approve');
  const reference = new RegExp(`^${registry.host}/${on.app.name}@sha256:[0-9a-f]{64}$`);
  const first = on.machine.config.image;
  expect(first).toMatch(reference);
  on.project.edit('Dockerfile', '"httpd", "-f"', '"httpd", "-f", "-v"');
  expect(await on.runHelix('plan')).toContain('Plan: 0 to add, 2 to change, 0 to destroy.');
  await on.runHelix('apply --auto-approve');
  expect(on.machine.config.image).toMatch(reference);
  expect(on.machine.config.image).not.toBe(first);
  expect(await on.runHelix('plan --refresh --detailed-exitcode')).toContain('No changes.');
  expect([printed.includes(PASSWORD), on.fly.violations]).toEqual([false, []]);
});
