import { counts, living, NOTHING, ONE_MACHINE } from '../cloud';
import { LosingAnswer } from './losing-answer';
import { onMoto } from '../on-moto';
import { machine, ONLY_REPOSITORY, REPOSITORY } from '../small-projects';

const BLUEPRINT = '[blueprint]\nname = "small"\n';
const BAD_KEY = 'ssh_key = "ssh-ed25519 AAAAthis-is-no-key ada@laptop"';
const TARGETS = ['--target', 'api', '--target', 'other', ...ONLY_REPOSITORY];

describe('what AWS refuses', () => {
  const { moto, small } = onMoto();

  it('fails alone, in the words of AWS and with its place in the file; the apply after mending continues', async () => {
    const project = small(REPOSITORY);
    project.write('Blueprint.toml', `${BLUEPRINT}${machine('api', BAD_KEY)}${machine('other')}`);
    const line = project.read('Blueprint.toml').split('\n').indexOf('[deploy.api]') + 1;
    const outside = ['ecr', 'create-repository', '--repository-name', 'small'];
    await moto.runAws('us-east-1', ...outside, '--tags', 'Key=owner,Value=somebody');

    const failed = await project.run(['apply', '--auto-approve', ...TARGETS]);
    expect([failed.code, failed.stderr]).toEqual([4, expect.anything()]);
    const said = failed.stdout + failed.stderr;
    expect(said).toMatch(
      new RegExp(`^instance\\.api +failed at Blueprint\\.toml:${line}: .*InvalidKeyPair\\.Format`, 'm'),
    );
    expect(said).toMatch(
      /^registry_repo\.images +failed at helix\.toml:3: .*RepositoryAlreadyExistsException/m,
    );
    const cloud = await moto.readCloud();
    expect(living(cloud).map(({ tags }) => tags['helix-address'])).toEqual(['instance.other']);
    expect(cloud.repositories).toMatchObject([{ name: 'small', tags: { owner: 'somebody' } }]);
    const state = JSON.parse(await project.runHelix('state', 'pull')) as {
      resources: Record<string, { status: string }>;
    };
    expect(state.resources).toMatchObject({ 'instance.other': { status: 'ready' } });
    expect(state.resources['registry_repo.images']).toBeUndefined();

    project.edit('Blueprint.toml', BAD_KEY, '');
    project.edit('helix.toml', 'repository_name = "small"', 'repository_name = "another"');
    await project.runHelix('apply', '--auto-approve', ...TARGETS);
    const mended = await moto.readCloud();
    expect(counts(mended)).toEqual({
      ...NOTHING,
      instances: 2,
      groups: 2,
      volumes: 2,
      roles: 2,
      profiles: 2,
      repositories: 2,
    });
    const [kept] = living(cloud);
    expect(living(mended).map(({ id }) => id)).toContain(kept?.id);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode', ...TARGETS])).code).toBe(0);
  });

  it('before anything is begun, because a subnet does not exist, leaves all as it was', async () => {
    const project = small('');
    project.write('Blueprint.toml', `${BLUEPRINT}${machine('api', 'subnet_id = "subnet-00000000"')}`);
    const line = project.read('Blueprint.toml').split('\n').indexOf('[deploy.api]') + 1;
    const { code, stderr } = await project.run(['apply', '--auto-approve']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no matching EC2 Subnet found')]);
    expect(stderr).toContain(`Blueprint.toml:${line}`);
    expect(counts(await moto.readCloud())).toEqual(NOTHING);
  });

  it('because the answer to a creation was lost and its repetition says that it exists: the next apply takes it over', async () => {
    const project = small(machine('api'));
    const between = await LosingAnswer.start('CreateInstanceProfile', moto.url);
    project.cloud(`endpoint_url = "${between.url}"`);
    const failed = await project.run(['apply', '--auto-approve']);
    await between.stop();
    expect([failed.code, failed.stdout]).toEqual([
      4,
      expect.stringMatching(/^instance\.api +failed at .*Instance Profile \S+ already exists/m),
    ]);
    expect(between.seen).toBeGreaterThan(1);

    project.cloud(`endpoint_url = "${moto.url}"`);
    await project.runHelix('apply', '--auto-approve');
    expect(counts(await moto.readCloud())).toEqual(ONE_MACHINE);
    expect((await project.run(['plan', '--refresh', '--detailed-exitcode'])).code).toBe(0);
  });
});
