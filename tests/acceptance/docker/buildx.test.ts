import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { foundProgram } from '../backends/found-program';
import { TestProject } from '../../helix';
import { BuildkitServer, missingPrograms } from './buildkit-server';
import { DockerServer } from './docker-server';

const missing = missingPrograms('buildx', 'buildkitd');
if (missing.length > 0)
  process.stderr.write(`Skipped: there is no ${missing.join(' and no ')} on the PATH.\n`);

(missing.length > 0 ? describe.skip : describe)('a BuildKit of another host', () => {
  let docker: DockerServer;
  let buildkit: BuildkitServer;
  const projects: TestProject[] = [];

  beforeAll(async () => {
    docker = await DockerServer.start();
    buildkit = await BuildkitServer.start();
  });

  afterEach(() => {
    docker.clear();
    projects.splice(0).forEach((project) => project.remove());
  });

  afterAll(async () => {
    await buildkit.stop();
    await docker.stop();
  });

  const BUSYBOX = 'apt-get install -y --no-install-recommends busybox-static';
  const DOCKERFILE =
    'FROM scratch\nCOPY . /\nRUN ["/busybox", "true"]\nCMD ["/busybox", "cat", "/data.txt"]\n';

  function makeProject(lines: readonly string[], dockerfile = DOCKERFILE): TestProject {
    const files = {
      'helix.toml': `[project]\nname = "shop"\n\n[local.dev]\nbuild_mode = "dev"\n\n${lines.join('\n')}\n`,
      Dockerfile: dockerfile,
      'data.txt': 'one\n',
    };
    const project = new TestProject(files, { DOCKER_HOST: docker.host });
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

  it('builds an image, which is then in the engine of this host', async () => {
    const project = makeProject(remote(buildkit.unix));
    await project.runHelix('apply', '--target', 'image.dev', '--auto-approve');
    const [name = ''] = docker.docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n');
    expect(docker.docker('run', '--rm', '--network', 'none', name)).toBe('one');
    expect(await project.runHelix('plan', '--target', 'image.dev')).toContain('No changes');
  });
});
