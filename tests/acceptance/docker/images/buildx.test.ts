import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundProgram } from '../../backends/found-program';
import { MotoServer } from '../../backends/moto-server';
import { TestProject } from '../../../helix';
import { BuildkitServer, missingPrograms } from '../buildkit-server';
import { DockerServer } from '../docker-server';
import { readBelow } from '../read-below';
import { PASSWORD, RegistryServer, USER } from '../registry-server';

const missing = missingPrograms('buildx', 'buildkitd');
if (missing.length > 0)
  process.stderr.write(`Skipped: there is no ${missing.join(' and no ')} on the PATH.\n`);

(missing.length > 0 ? describe.skip : describe)('a BuildKit of another host', () => {
  let docker: DockerServer;
  let buildkit: BuildkitServer;
  let registry: RegistryServer;
  const projects: TestProject[] = [];

  beforeAll(async () => {
    docker = await DockerServer.start();
    buildkit = await BuildkitServer.start();
    registry = await RegistryServer.start('closed');
  });

  afterEach(() => {
    docker.clear();
    projects.splice(0).forEach((project) => project.remove());
  });

  afterAll(async () => {
    await registry.stop();
    await buildkit.stop();
    await docker.stop();
  });

  const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';

  function makeProject(
    table: readonly string[],
    build: readonly string[],
    {
      dockerfile = 'FROM scratch\nCOPY busybox data.txt /\nCMD ["/busybox", "cat", "/data.txt"]\n',
      env = {},
    } = {},
  ): TestProject {
    const files = {
      'helix.toml': ['[project]', 'name = "shop"', '', ...table, '', ...build, ''].join('\n'),
      Dockerfile: dockerfile,
      'data.txt': 'one\n',
    };
    const project = new TestProject(files, {
      DOCKER_HOST: docker.host,
      REGISTRY_PASSWORD: PASSWORD,
      ...env,
    });
    copyFileSync(foundProgram('busybox', BUSYBOX), join(project.directory, 'busybox'));
    projects.push(project);
    return project;
  }

  const remote = (endpoint: string): readonly string[] => [
    '[build]',
    'builder = "remote:here"',
    '[build.remotes.here]',
    `endpoint = "${endpoint}"`,
  ];

  /** The table of an image for the registry, built for two platforms. */
  const pushed = (repository: string): readonly string[] => [
    '[cloud.web.registry]',
    `repository_name = "${repository}"`,
    `registry_url = "${registry.host}"`,
    `auth = { username = "${USER}", password = "env:REGISTRY_PASSWORD" }`,
    'platforms = ["linux/amd64", "linux/arm64"]',
  ];

  async function readRegistry(
    path: string,
  ): Promise<{ readonly digest: string | null; readonly json: unknown }> {
    const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    const answer = await fetch(`http://${registry.host}/v2/${path}`, { headers: { authorization, accept } });
    return { digest: answer.headers.get('docker-content-digest'), json: await answer.json() };
  }

  async function readDigest(project: TestProject): Promise<string> {
    const record = await project.runHelix('state', 'show', 'image.web');
    return /sha256:[0-9a-f]{64}/.exec(record.slice(record.indexOf('outputs')))?.[0] ?? '';
  }

  it('builds an image, which is then in the engine of this host', async () => {
    const dockerfile =
      'FROM scratch\nCOPY . /\nRUN ["/busybox", "true"]\nCMD ["/busybox", "cat", "/data.txt"]\n';
    const project = makeProject(['[local.dev]', 'build_mode = "dev"'], remote(buildkit.unix), { dockerfile });
    await project.runHelix('apply', '--target', 'image.dev', '--auto-approve');
    const [name = ''] = docker.docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n');
    expect(docker.docker('run', '--rm', '--network', 'none', name)).toBe('one');
    expect(await project.runHelix('plan', '--target', 'image.dev')).toContain('No changes');
  });

  it('pushes an image of two platforms as an index without attestations, and records its digest', async () => {
    const imagesHere = () => docker.docker('images', '-a', '-q').split('\n').sort();
    const before = imagesHere();
    const project = makeProject(pushed('two'), remote(buildkit.tcp));
    const { stderr } = await project.run(['apply', '--auto-approve', '--verbose']);
    expect(stderr).toMatch(/image\.web.*building linux\/(amd64|arm64) \d\/\d/);
    const digest = await readDigest(project);
    const found = await readRegistry(`two/manifests/${digest}`);
    expect(found.digest).toBe(digest);
    const { manifests } = found.json as { manifests: { platform: { os: string; architecture: string } }[] };
    expect(manifests.map(({ platform: { os, architecture } }) => `${os}/${architecture}`)).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
    // The engine of this host took no part.
    expect(imagesHere()).toEqual(before);
    // The log-ins of the build are gone, and its log is there.
    expect(readdirSync(join(project.directory, '.helix', 'builds'))).toEqual(['image.web']);
    expect(readBelow(project)).not.toContain(PASSWORD);
  });

  it('proves twice that an image comes from its files, and names the layer of a base that has moved', async () => {
    const base = makeProject([...pushed('base'), 'push_tags = ["moving"]'], remote(buildkit.unix));
    await base.runHelix('apply', '--auto-approve');
    const dockerfile = `FROM ${registry.host}/base:moving\nCOPY data.txt /own.txt\n`;
    const project = makeProject(pushed('proved'), remote(buildkit.unix), { dockerfile });
    signIn(project);
    await project.runHelix('apply', '--auto-approve');
    const digest = await readDigest(project);
    for (let time = 1; time <= 2; time += 1) {
      expect(await project.runHelix('build', '--verify', 'web')).toContain(
        `is built again with the same digest: ${digest}`,
      );
    }
    base.write('data.txt', 'two\n');
    await base.runHelix('apply', '--auto-approve');
    const { code, stdout } = await project.run(['build', '--verify', 'web']);
    expect({ code, stdout }).toMatchObject({ code: 1 });
    expect(stdout).toContain(`on record as ${digest}`);
    expect(stdout).toContain('linux/arm64: layer 1 of 2: COPY busybox data.txt /');
    expect(stdout).not.toContain('layer 2 of 2');
  });

  /** Writes the log-in of the registry where Docker's own commands keep it. */
  function signIn({ home }: TestProject): void {
    mkdirSync(join(home, '.docker'), { recursive: true });
    const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    writeFileSync(
      join(home, '.docker', 'config.json'),
      JSON.stringify({ auths: { [registry.host]: { auth } } }),
    );
  }

  it('finds on another builder what one has put into a cache: a registry, S3 and a directory', async () => {
    const moto = await MotoServer.start();
    const other = await BuildkitServer.start();
    const directory = mkdtempSync(join(tmpdir(), 'helix-cache-'));
    try {
      const env = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'planted-secret' };
      const caches = {
        registry: [`ref = "${registry.host}/cache"`],
        s3: [`bucket = "${moto.bucket}"`, `endpoint_url = "${moto.url}"`],
        local: [`path = "${join(directory, 'cache')}"`],
      };
      for (const [type, keys] of Object.entries(caches)) {
        const cache = ['[build.cache]', `type = "${type}"`, ...keys];
        for (const [endpoint, cached] of [
          [buildkit.unix, 0],
          [other.unix, 1],
        ] as const) {
          const repository = `${type}-${cached}`;
          const project = makeProject(pushed(repository), [...remote(endpoint), ...cache], { env });
          signIn(project);
          project.write('data.txt', `${type}\n`);
          await project.runHelix('apply', '--auto-approve');
          expect([type, readBelow(project)]).toEqual([
            type,
            expect.stringMatching(`"steps": 1,\\s*"cached_steps": ${cached}`),
          ]);
          expect(readBelow(project)).not.toContain('planted-secret');
        }
      }
    } finally {
      await other.stop();
      await moto.stop();
      rmSync(directory, { recursive: true });
    }
  });

  it('builds although its cache cannot be reached, and says so', async () => {
    const cache = ['[build.cache]', 'type = "registry"', 'ref = "127.0.0.1:1/cache"'];
    const project = makeProject(pushed('uncached'), [...remote(buildkit.unix), ...cache]);
    const { code, stderr } = await project.run(['apply', '--auto-approve']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/image\.web.*warning: the cache failed: .*127\.0\.0\.1:1/);
    expect(readBelow(project)).toContain('warning: the cache failed');
  });

  it('builds, pushes and forgets an image for a host without an engine', async () => {
    const project = makeProject(pushed('elsewhere'), remote(buildkit.unix));
    const nowhere = { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } };
    const run = async (...words: readonly string[]) => {
      const { code, stderr } = await project.run(words, nowhere);
      return { code, stderr: code === 0 ? '' : stderr };
    };
    expect(await run('apply', '--auto-approve')).toEqual({ code: 0, stderr: '' });
    expect((await readRegistry(`elsewhere/manifests/${await readDigest(project)}`)).digest).not.toBe('');
    expect(await run('plan', '--refresh', '--detailed-exitcode')).toEqual({ code: 0, stderr: '' });
    expect(await run('build', '--prune')).toEqual({ code: 0, stderr: '' });
    expect(await run('destroy', '--auto-approve')).toEqual({ code: 0, stderr: '' });
  });

  it('that is away is called three times and nothing is begun; `--builder local` builds on this host', async () => {
    const one = pushed('away').filter((line) => !line.startsWith('platforms'));
    const project = makeProject(one, remote('tcp://127.0.0.1:1'));
    const { code, stderr } = await project.run(['apply', '--auto-approve']);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toContain('The builder `here` does not answer at tcp://127.0.0.1:1');
    expect(stderr).toContain('3 tries');
    expect(stderr).toContain('--builder local');
    await project.runHelix('apply', '--auto-approve', '--builder', 'local');
    expect((await readRegistry(`away/manifests/${await readDigest(project)}`)).digest).not.toBe('');
    const other = await project.run(['apply', '--builder', 'remote']);
    expect([other.code, other.stderr]).toEqual([64, expect.stringContaining('--builder takes `local`')]);
  });
});
