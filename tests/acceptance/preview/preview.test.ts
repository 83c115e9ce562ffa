import { once } from 'node:events';
import { EXHAUSTIVE } from '../../exhaustive';
import { githubJob, previewTest } from './shop';

const { shared, forge, shop, preview, clustersOf, listNumbers } = previewTest();
const COMMENT = ['--comment', 'github'];

describe('a preview', () => {
  it('is made, renewed and destroyed, and its comment follows it', async () => {
    const made = shop();
    await made.runHelix('cloud', 'regions', '--update');
    await made.runHelix('apply', '--auto-approve');
    const up = await preview(made, ['up', '--pr', '7', ...COMMENT]);
    expect([up.code, up.stdout]).toEqual([0, expect.stringContaining('Preview of pull request 7: live')]);
    const [production, copy] = await clustersOf(made);
    expect([production, copy]).toMatchObject([
      { size: 'medium', owner: { workspace: 'default' } },
      { size: 'small', owner: { workspace: 'pr-7' } },
    ]);
    const [live = ''] = forge().bodiesOn(7);
    expect(forge().bodiesOn(7)).toHaveLength(1);
    const bodies = forge().requests.filter((request) => request.startsWith('POST /repos'));
    expect(bodies).toHaveLength(1);
    expect(live).toMatch(/### Helix preview: live\n\n\*\*<http\S+>\*\*/);
    expect(live).toMatch(/\$0\.00 so far, \$\d+\.\d\d a month\./);
    expect(live).toMatch(/Expires 20\d\d-\d\d-\d\d \d\d:\d\d UTC, unless a push renews it/);

    const list = JSON.parse((await preview(made, ['list', '--json'])).stdout) as { expires_at: string }[];
    expect(list).toMatchObject([{ number: 7, title: 'Change 7', by: 'ada', state: 'live' }]);
    const pushed = await preview(made, ['up', '--pr', '7', ...COMMENT]);
    expect(pushed.code).toBe(0);
    const [again] = JSON.parse((await preview(made, ['list', '--json'])).stdout) as { expires_at: string }[];
    expect(again!.expires_at > list[0]!.expires_at).toBe(true);
    expect(/\*\*<(\S+)>\*\*/.exec(forge().bodiesOn(7)[0] ?? '')?.[1]).toBe(/\*\*<(\S+)>\*\*/.exec(live)?.[1]);

    const open = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([open.code, open.stderr]).toEqual([5, expect.stringContaining('is open and wants its preview')]);
    expect(await listNumbers(made)).toEqual([7]);

    forge().pulls.close(7);
    const down = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([down.code, down.stdout]).toEqual([0, expect.stringContaining('1 destroyed')]);
    expect(forge().bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: destroyed')]);
    expect(await clustersOf(made)).toMatchObject([{ owner: { workspace: 'default' } }]);
    expect(await made.runHelix('workspace', 'list')).not.toContain('pr-7');
    const none = await preview(made, ['down', '--pr', '7', ...COMMENT]);
    expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('has no preview')]);
  });
});

test('the comment says that a preview is being built before anything of it is made', async () => {
  const made = shop();
  const held = shared.cloud.keepBack(/^POST \/clusters\/create$/);
  const child = made.start(['preview', 'up', '--pr', '7', ...COMMENT], { env: githubJob(forge(), made) });
  const isOver = once(child, 'exit');
  await held.arrived;
  expect(forge().bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: building')]);
  await held.release();
  expect(await isOver).toEqual([0, null]);
  expect(forge().bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: live')]);
});

describe('--deployments', () => {
  it('shows a deployment for each number, and sets it inactive at the end', async () => {
    const made = shop();
    expect((await preview(made, ['up', '--pr', '7', '--deployments'])).code).toBe(0);
    expect((await preview(made, ['up', '--pr', '7', '--deployments'])).code).toBe(0);
    const states = () => forge().pulls.shown.map(({ environment, state }) => `${environment} ${state}`);
    expect(states()).toEqual(['preview-7 inactive', 'preview-7 success']);
    expect(forge().pulls.shown[1]?.url).toMatch(/^http/);
    forge().pulls.close(7);
    expect((await preview(made, ['down', '--pr', '7', '--deployments'])).code).toBe(0);
    expect(states()).toEqual(['preview-7 inactive', 'preview-7 inactive']);
  });

  it('changes nothing about the preview where the token may not', async () => {
    const made = shop();
    forge().pulls.refusesDeployments = true;
    const run = await preview(made, ['up', '--pr', '7', '--deployments']);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('No deployment is shown')]);
    expect(await listNumbers(made)).toEqual([7]);
  });

  it('makes an environment of GitLab, and stops it', async () => {
    const made = shop();
    const env = {
      GITHUB_ACTIONS: '',
      GITHUB_REPOSITORY: '',
      GITLAB_CI: 'true',
      CI_API_V4_URL: forge().url,
      CI_PROJECT_ID: '42',
      GITLAB_TOKEN: forge().token,
    };
    expect((await preview(made, ['up', '--pr', '7', '--deployments'], env)).code).toBe(0);
    expect((await preview(made, ['up', '--pr', '7', '--deployments'], env)).code).toBe(0);
    expect(forge().pulls.shown).toMatchObject([{ environment: 'preview-7', state: 'available' }]);
    forge().pulls.close(7);
    expect((await preview(made, ['sweep', '--deployments'], env)).code).toBe(0);
    expect(forge().pulls.shown).toMatchObject([{ state: 'stopped' }]);
  });
});

describe('the forge', () => {
  it('is waited for while it is busy, and a token that only reads suffices', async () => {
    const made = shop();
    forge().vendor.readOnly = true;
    forge().faults.add('pulls/get', { status: 503 }, { times: 2 });
    const run = await preview(made, ['up', '--pr', '7', ...COMMENT]);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('No comment was written')]);
    expect(await listNumbers(made)).toEqual([7]);
  });

  it('that does not answer ends nothing: the sweep says what nobody knows of', async () => {
    const made = shop();
    await preview(made, ['up', '--pr', '7']);
    forge().pulls.pulls.delete(7);
    const run = await preview(made, ['sweep']);
    expect([run.code, run.stdout]).toEqual([
      4,
      expect.stringContaining('pull request 7 stays: GitHub answered'),
    ]);
    expect(await listNumbers(made)).toEqual([7]);
    const wrong = await preview(made, ['sweep'], { GITHUB_TOKEN: 'wrong' });
    expect([wrong.code, `${wrong.stdout}${wrong.stderr}`]).toEqual([
      4,
      expect.not.stringContaining(forge().token),
    ]);
    expect((await preview(made, ['list'], { GITHUB_TOKEN: '' })).code).toBe(3);
  });
});

test('what ends a preview needs neither files nor a program but Helix', async () => {
  const made = shop();
  await preview(made, ['up', '--pr', '7']);
  const [copy] = await clustersOf(made);
  for (const path of ['helix.toml', 'db']) made.empty(path);
  forge().pulls.close(7);
  const run = await preview(made, ['sweep'], { PATH: '/nowhere', DOCKER_HOST: 'tcp://127.0.0.1:1' });
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('pull request 7 is gone')]);
  const ids = (await shared.cloud.listClusters()).map((one) => one['cluster_id']);
  expect(ids).not.toContain(copy!.cluster_id);
});

describe('a process that is killed', () => {
  /** The requests in whose middle it dies, by the command. */
  const DEATHS: readonly (readonly [string, RegExp])[] = [
    ['up', /^POST \/clusters\/create$/],
    ['up', /-pr-7-\w+\/status$/],
    ['up', /\/deploy$/],
    ['down', /^DELETE /],
    ['sweep', /^DELETE /],
  ];
  const drawn = EXHAUSTIVE ? DEATHS : DEATHS.filter((_, index) => index % 2 === 0);

  it.each(drawn)('in %s, while it waits for %s, is made good by the next sweep', async (verb, request) => {
    const made = shop();
    if (verb !== 'up') await preview(made, ['up', '--pr', '7']);
    if (verb !== 'up') forge().pulls.close(7);
    const held = shared.cloud.keepBack(request);
    const words = verb === 'sweep' ? ['sweep'] : [verb, '--pr', '7'];
    const child = made.start(['preview', ...words], { env: githubJob(forge(), made) });
    await held.arrived;
    child.kill('SIGKILL');
    await once(child, 'exit');
    await held.release();
    forge().pulls.close(7);
    const sweep = await preview(made, ['sweep']);
    expect([sweep.code, sweep.stderr]).toEqual([0, expect.any(String)]);
    expect(await listNumbers(made)).toEqual([]);
  });
});
