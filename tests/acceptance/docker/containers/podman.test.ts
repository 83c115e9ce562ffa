import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundProgram } from '../../backends/found-program';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { PodmanServer } from '../podman-server';
import { PASSWORD, RegistryServer, USER } from '../registry-server';

const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';
const DOCKERFILE = [
  'FROM scratch',
  'COPY busybox /bin/',
  'COPY answer /www/introspect',
  'RUN ["/bin/busybox", "true"]',
  // Ports of the image that nobody publishes.
  'EXPOSE 1000 6969',
  'STOPSIGNAL SIGKILL',
  'CMD ["/bin/busybox", "httpd", "-f", "-v", "-p", "6969", "-h", "/www"]',
  '',
].join('\n');

let server: PodmanServer | string;

beforeAll(async () => {
  server = await PodmanServer.start();
});

afterAll(async () => {
  if (server instanceof PodmanServer) await server.stop();
});

/** Runs a test with Podman, or prints why this machine cannot. */
function withPodman(work: (podman: PodmanServer) => Promise<void>): () => Promise<void> {
  return async () => {
    if (server instanceof PodmanServer) return work(server);
    process.stdout.write(`skipped: ${server}\n`);
  };
}

function makeProject({ runtimeDirectory }: PodmanServer, table: string): TestProject {
  const project = new TestProject(
    {
      'helix.toml': `[project]\nname = "shop"\ncontainer_runtime = "podman"\n\n${table}`,
      Dockerfile: DOCKERFILE,
      answer: 'one',
    },
    { XDG_RUNTIME_DIR: runtimeDirectory },
  );
  copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
  return project;
}

test(
  'Podman builds and runs a local instance, keeps its data over every edit, and keeps nothing after a destroy',
  withPodman(async (podman) => {
    const port = await freePort();
    const project = makeProject(podman, `[local.dev]\nport = ${port}\nbuild_mode = "dev"\n`);
    const readAnswer = async () => (await fetch(`http://127.0.0.1:${port}/introspect`)).text();
    const planAgain = async () => (await project.run(['plan', '--refresh', '--detailed-exitcode'])).code;
    try {
      await project.runHelix('apply', '--auto-approve');
      expect([await readAnswer(), await planAgain()]).toEqual(['one', 0]);
      podman.podman('exec', 'helix-shop-dev', '/bin/busybox', 'touch', '/data/orders');

      project.write('answer', 'two');
      await project.runHelix('apply', '--auto-approve');
      expect([await readAnswer(), await planAgain()]).toEqual(['two', 0]);
      expect(podman.podman('exec', 'helix-shop-dev', '/bin/busybox', 'ls', '/data')).toBe('orders');

      await project.runHelix('stop', 'dev');
      await expect(readAnswer()).rejects.toThrow();
      await project.runHelix('start', 'dev');
      expect(await project.runHelix('logs', 'dev')).toContain('response:200');
      expect(await project.runHelix('status')).toMatch(/instance\.dev .*ready +running +http/);

      podman.podman('rm', '-f', 'helix-shop-dev');
      expect(await project.runHelix('plan', '--refresh')).toMatch(/instance\.dev +no longer there/);
      await project.runHelix('apply', '--auto-approve');
      expect(await readAnswer()).toBe('two');

      project.write('Dockerfile', DOCKERFILE.replace('"true"', '"false"'));
      const broken = await project.run(['apply', '--auto-approve']);
      expect([broken.code, broken.stdout]).toEqual([4, expect.stringContaining('Step 4 of 7: RUN')]);
      expect(await readAnswer()).toBe('two');
    } finally {
      await project.run(['destroy', '--auto-approve', '--delete-data']);
      project.remove();
    }
    const left = (['container', 'network', 'volume', 'image'] as const).map((what) => podman.names(what));
    expect(left).toEqual([[], [], [], []]);
  }),
);

test(
  'Podman pushes an image to a registry of this host, once, with the log-in of the table',
  withPodman(async (podman) => {
    const registry = await RegistryServer.start('closed');
    const lines = [
      '[cloud.web.registry]',
      `registry_url = "${registry.host}"`,
      'repository_name = "shop"',
      `auth = { username = "${USER}", password = "env:REGISTRY_PASSWORD" }`,
      '',
    ];
    const project = makeProject(podman, lines.join('\n'));
    const env = { REGISTRY_PASSWORD: PASSWORD };
    try {
      const applied = await project.run(['apply', '--auto-approve'], { env });
      expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining('1 added')]);
      const image = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
      expect(image['image.web']).toMatchObject({
        reference: expect.stringMatching(/^127\.0\.0\.1:\d+\/shop@sha256:[0-9a-f]{64}$/) as string,
      });
      const again = await project.run(['plan', '--refresh', '--detailed-exitcode'], { env });
      expect([again.code, again.stderr]).toEqual([0, '']);
    } finally {
      await project.run(['destroy', '--auto-approve'], { env });
      project.remove();
      await registry.stop();
    }
    expect(podman.names('image')).toEqual([]);
  }),
);
