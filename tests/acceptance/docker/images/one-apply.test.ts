import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXHAUSTIVE } from '../../../exhaustive';
import { Running } from '../../../running';
import { counts, living, NOTHING, ONE_MACHINE } from '../../aws/cloud';
import { FoundTerraform } from '../../terraform/found-terraform';
import { Moto } from '../../aws/moto';
import { workingIn } from '../../aws/processes';
import { DockerServer } from '../docker-server';
import { EngineDoor } from '../engine-door';
import { ImageProject } from '../image-project';
import { RegistryServer } from '../registry-server';

const REPOSITORY = 'helix-greeter-web';
/** The repository, and a machine whose role may pull from it. */
const ALL_OF_IT = { ...ONE_MACHINE, repositories: 1 };
const APPLY = ['apply', '--auto-approve'];
/** Nothing else changes what exists. */
const APPLY_AS_RECORDED = [...APPLY, '--refresh=false'];
const DESTROY = ['destroy', '--auto-approve'];
const NO_CHANGES = '\nPlan: 0 to add, 0 to change, 0 to destroy.\n';

/** The moments between the three resources at which a kill must lose nothing, by the last text before it. */
const MOMENTS = [
  'registry_repo.web: creating ecr repository',
  'image.web: building',
  'image.web: pushing',
  'instance.web: creating iam role',
  'instance.web: creating instance',
];

function drawn(): readonly string[] {
  return EXHAUSTIVE ? MOMENTS : [MOMENTS[Math.floor(Math.random() * MOMENTS.length)]!];
}

describe('a blueprint with an image of its own', () => {
  const terraform = new FoundTerraform();
  const moto = new Moto();
  let docker: DockerServer;
  let registry: RegistryServer;
  let project: ImageProject;

  beforeAll(async () => {
    docker = await DockerServer.start();
  });
  beforeEach(async () => {
    await moto.start();
    registry = await RegistryServer.start('open');
    project = new ImageProject(moto, terraform, docker, registry);
  });
  afterEach(async () => {
    project.remove();
    await registry.stop();
    await moto.stop();
    docker.docker('system', 'prune', '--all', '--force');
  });
  afterAll(async () => {
    await docker.stop();
    terraform.remove();
  });

  /** The tags that were pushed, each once. */
  async function readTags(): Promise<readonly string[]> {
    const answer = await fetch(`http://${registry.host}/v2/${REPOSITORY}/tags/list`);
    return answer.ok ? ((await answer.json()) as { tags: string[] }).tags : [];
  }

  async function readDigest(tag: string): Promise<string | null> {
    const url = `http://${registry.host}/v2/${REPOSITORY}/manifests/${tag}`;
    const headers = { accept: 'application/vnd.docker.distribution.manifest.v2+json' };
    return (await fetch(url, { method: 'HEAD', headers })).headers.get('docker-content-digest');
  }

  /** The only machine, and the image that its user data names. */
  async function readMachine(): Promise<{ readonly id: string; readonly image: string | undefined }> {
    const [machine, ...others] = living(await moto.readCloud());
    if (machine === undefined || others.length > 0) throw new Error('there is not exactly one machine');
    const data = await moto.readUserData(machine.id);
    return { id: machine.id, image: /^ *image=(.*)$/m.exec(data)?.[1] };
  }

  function localTags(): string {
    return docker.docker('image', 'ls', '--quiet', '--filter', 'label=helix-project');
  }

  it('is built, pushed and started by its digest in one apply, replaced when edited, and destroyed', async () => {
    const planned = await project.runHelix('plan');
    expect(planned).toMatch(/image +\(known after apply\)/);
    expect(planned).toContain('\nPlan: 3 to add, 0 to change, 0 to destroy.\n');

    const applied = await project.run(APPLY);
    expect([applied.code, applied.stderr]).toEqual([0, expect.anything()]);
    const first = await readMachine();
    const [tag = '', ...others] = await readTags();
    expect(others).toEqual([]);
    const reference = `${registry.host}/${REPOSITORY}@${await readDigest(tag)}`;
    expect(first.image).toBe(reference);
    expect(counts(await moto.readCloud())).toEqual(ALL_OF_IT);
    const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
    expect(outputs).toMatchObject({ 'image.web': { reference }, 'instance.web': { image: reference } });
    const again = await project.run(['plan', '--refresh', '--verify', '--detailed-exitcode']);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(NO_CHANGES)]);

    project.edit('server/index.html', 'Hello.', 'Good day.');
    const edited = await project.run(APPLY_AS_RECORDED);
    const counted = expect.stringContaining('\nPlan: 1 to add, 1 to change, 1 to destroy.\n') as string;
    expect([edited.code, edited.stderr]).toEqual([0, counted]);
    const second = await readMachine();
    expect(await readTags()).toHaveLength(2);
    expect([second.id === first.id, second.image === first.image]).toEqual([false, false]);
    expect(await readDigest(second.image?.split('@')[1] ?? '')).toBe(second.image?.split('@')[1]);

    project.edit('server/index.html', 'Good day.', 'Good night.');
    const door = new EngineDoor(docker);
    await door.open();
    const refusal = '{"errorDetail":{"message":"manifest invalid"},"error":"manifest invalid"}\n';
    door.before = ({ path }) => (path.includes('/push?') ? Promise.resolve(refusal) : undefined);
    const unpushed = await project.run(APPLY_AS_RECORDED, { env: { DOCKER_HOST: door.host } });
    await door.close();
    expect([unpushed.code, unpushed.stdout]).toEqual([
      4,
      expect.stringMatching(/image\.web +failed.*Cannot push/),
    ]);
    expect(unpushed.stdout).toMatch(/instance\.web +skipped, since image\.web failed/);
    expect([await readMachine(), (await readTags()).length]).toEqual([second, 2]);
    project.edit('server/index.html', 'Good night.', 'Good day.');

    const down = await project.run([...DESTROY, '--target', 'instance.web']);
    expect([down.code, down.stderr]).toEqual([0, expect.anything()]);
    expect(counts(await moto.readCloud())).toEqual({ ...NOTHING, repositories: 1 });
    expect(await readTags()).toHaveLength(2);

    const gone = await project.run(DESTROY);
    expect([gone.code, gone.stderr]).toEqual([0, expect.anything()]);
    expect([counts(await moto.readCloud()), localTags()]).toEqual([NOTHING, '']);
  });

  it('is refused without an engine before anything is begun', async () => {
    const { code, stderr } = await project.run(APPLY, { env: { DOCKER_HOST: 'unix:///nowhere.sock' } });
    const said = expect.stringContaining('No Docker engine answers at unix:///nowhere.sock') as string;
    expect([code, stderr]).toEqual([1, said]);
    expect([counts(await moto.readCloud()), await project.runHelix('state', 'list')]).toEqual([
      NOTHING,
      expect.not.stringContaining('unresolved'),
    ]);
  });

  it('goes into a repository of a project that has nothing else, in one apply', async () => {
    rmSync(join(project.directory, 'Blueprint.toml'));
    const keys = [
      `registry_url = "${registry.host}"`,
      'region = "us-east-1"',
      'repository_name = "helix-greeter-web"',
    ];
    const build = ['dockerfile = "server/Dockerfile"', 'context = "server"', 'auth_type = "AwsCli"'];
    const table = ['[cloud.web.ecr]', ...keys, ...build];
    project.write('helix.toml', ['[project]', 'name = "greeter"', '', ...table, ''].join('\n'));
    const stepOutputs = join(project.home, 'outputs');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: stepOutputs };
    const applied = await project.run(APPLY, { env });
    const added = expect.stringContaining('Resources: 2 added, 0 changed, 0 destroyed.') as string;
    expect([applied.code, applied.stdout, applied.stderr]).toEqual([0, added, expect.anything()]);
    const [tag = ''] = await readTags();
    const [repository, digest] = [`${registry.host}/${REPOSITORY}`, await readDigest(tag)];
    const outputs = JSON.parse(await project.runHelix('output', '--json')) as Record<string, unknown>;
    expect(outputs).toMatchObject({ 'image.web': { reference: `${repository}@${digest}` } });
    expect(readFileSync(stepOutputs, 'utf8')).toBe(
      `image_digest=${digest}\nimage_repository=${repository}\n`,
    );
    expect(counts(await moto.readCloud())).toEqual({ ...NOTHING, repositories: 1 });
    const again = await project.run(['plan', '--refresh', '--detailed-exitcode']);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(NO_CHANGES)]);
    const gone = await project.run(DESTROY);
    expect([gone.code, gone.stderr]).toEqual([0, expect.anything()]);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });

  it.each(drawn())('is finished by the next apply after SIGKILL at "%s"', async (moment) => {
    const run = new Running(project, [...APPLY, '--verbose']);
    await run.waitForText(moment);
    process.kill(run.pid, 'SIGKILL');
    await run.end();

    const next = await project.run(APPLY);
    const said = next.code === 0 ? '' : `${run.said}\n${next.stderr}\n${next.stdout}`;
    expect([next.code, said]).toEqual([0, '']);
    expect(counts(await moto.readCloud())).toEqual(ALL_OF_IT);
    const [tag = '', ...others] = await readTags();
    expect([others, (await readMachine()).image]).toEqual([
      [],
      `${registry.host}/${REPOSITORY}@${await readDigest(tag)}`,
    ]);
    expect(docker.names('container')).toEqual([]);
    expect(workingIn(project.directory)).toEqual([]);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
    expect((await project.run(DESTROY)).code).toBe(0);
    expect([counts(await moto.readCloud()), localTags()]).toEqual([NOTHING, '']);
  });
});
