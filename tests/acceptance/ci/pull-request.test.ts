import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import { ForgeServer } from './forge-server';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "ID-staging"
size = "small"
`;

const { project } = sharedCloud();
let forge: ForgeServer;
beforeAll(async () => (forge = await ForgeServer.start()));
afterAll(() => forge.stop());
afterEach(() => forge.reset());

/** The environment of a step of GitHub Actions, in a workflow of the pull request 7. */
function githubJob(made: TestProject, more: Record<string, string> = {}): Record<string, string> {
  const event = join(made.home, 'event.json');
  const repo = { full_name: 'acme/shop' };
  const pull = { number: 7, head: { sha: 'c0ffee', repo }, base: { repo } };
  writeFileSync(event, JSON.stringify({ pull_request: pull }));
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_PATH: event,
    GITHUB_RUN_NUMBER: '41',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_STEP_SUMMARY: join(made.home, 'summary.md'),
    GITHUB_OUTPUT: join(made.home, 'outputs'),
    GITHUB_TOKEN: forge.token,
    ...more,
  };
}

function shop(toml = TOML): TestProject {
  return project({ 'helix.toml': toml, 'db/schema.hx': 'N::Paper { title: String }\n' });
}

function plan(made: TestProject, more: Record<string, string> = {}, ...words: string[]): Promise<Run> {
  return made.run(['plan', ...words], { env: githubJob(made, more) });
}

function written(made: TestProject, file: string): string {
  return readFileSync(join(made.home, file), 'utf8');
}

describe('plan --comment github', () => {
  it('keeps one comment: created, untouched, and edited when the plan is another one', async () => {
    const made = shop();
    for (let at = 0; at < 101; at += 1) forge.write('ada', `Comment ${at}`);
    const first = await plan(made, {}, '--comment', 'github');
    expect([first.code, first.stderr]).toEqual([
      0,
      expect.stringContaining('Comment on pull request 7 created'),
    ]);
    expect(forge.bodies).toEqual([expect.stringContaining('### Helix: 1 to add')]);
    expect(forge.bodies[0]).toContain('run=41.1 commit=c0ffee');

    const again = await plan(made, { GITHUB_RUN_NUMBER: '42' }, '--comment', 'github');
    expect(again.stderr).toContain('unchanged');
    made.edit('helix.toml', '"small"', '"large"');
    const edited = await plan(made, { GITHUB_RUN_NUMBER: '43' }, '--comment', 'github');
    expect(edited.stderr).toContain('updated');
    const late = await plan(made, {}, '--comment', 'github');
    expect(late.stderr).toContain('a newer run has written it');
    expect(forge.bodies).toEqual([expect.stringContaining('run=43.1')]);
    await plan(made, {}, '--comment', 'github', '--destroy');
    expect(forge.bodies).toEqual([
      expect.stringContaining('run=43.1'),
      expect.stringContaining('workspace=default mode=destroy run=41.1'),
    ]);
  });

  it('waits out a busy forge', async () => {
    forge.faults.add('*', { status: 503 }, { times: 2 });
    const run = await plan(shop(), {}, '--comment', 'github');
    expect([run.code, forge.bodies.length]).toEqual([0, 1]);
  });

  it.each<[string, Record<string, string>, () => void]>([
    ['the token may not write', {}, () => (forge.vendor.readOnly = true)],
    ['the token is wrong', { GITHUB_TOKEN: 'wrong' }, () => undefined],
    ['there is no token', { GITHUB_TOKEN: '' }, () => undefined],
  ])('changes no exit code where %s, but where the comment is required', async (_, env, prepare) => {
    prepare();
    const made = shop();
    const run = await plan(made, env, '--comment', 'github');
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('No comment was written')]);
    expect(written(made, 'summary.md')).toContain('### Helix: 1 to add');
    const required = await plan(made, env, '--comment', 'github', '--comment-required');
    expect(required.code).toBe(1);
    expect(`${run.stderr}${required.stderr}${required.stdout}`).not.toContain(forge.token);
  });

  it('is refused with 64 where no pull request belongs to the run and --pr names none', async () => {
    const run = await plan(shop(), { GITHUB_EVENT_PATH: '/dev/null' }, '--comment', 'github');
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('--pr N')]);
    const given = await plan(shop(), { GITHUB_EVENT_PATH: '/dev/null' }, '--comment', 'github', '--pr', '7');
    expect([given.code, forge.bodies.length]).toEqual([0, 1]);
  });
});

describe('a plan that is approved', () => {
  const git = (made: TestProject, ...words: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=ada', '-c', 'user.email=ada@localhost', '-c', 'commit.gpgsign=false', ...words],
      {
        cwd: made.directory,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { PATH: process.env['PATH'] ?? '', HOME: made.home },
      },
    );
  const readDigest = async (made: TestProject): Promise<string> =>
    /--plan-digest (helix1:\w+)/.exec((await plan(made, {}, '--no-ci')).stdout)?.[1] ?? 'none';

  it('is the same after its branch is rebased, and after it is squashed into main', async () => {
    const made = shop();
    const commit = (message: string): void => {
      git(made, 'add', '.');
      git(made, 'commit', '-m', message);
    };
    git(made, 'init', '-b', 'main');
    commit('first');
    git(made, 'checkout', '-b', 'feature');
    made.edit('helix.toml', '"small"', '"medium"');
    commit('size');
    made.write('db/queries.hx', 'QUERY all() =>\n  papers <- N<Paper>\n  RETURN papers\n');
    commit('query');
    const approved = await readDigest(made);
    expect(approved).toMatch(/^helix1:/);
    git(made, 'checkout', 'main');
    made.write('README.md', 'Papers\n');
    commit('read me');
    git(made, 'checkout', 'feature');
    git(made, 'rebase', 'main');
    expect(await readDigest(made)).toBe(approved);
    git(made, 'checkout', 'main');
    git(made, 'merge', '--squash', 'feature');
    commit('feature (#7)');
    expect(await readDigest(made)).toBe(approved);
  });
});

test('no value of the environment is in a plan, a comment, a summary, a report or an event', async () => {
  const made = shop(`${TOML}env_vars = { FEED_TOKEN = "env:FEED_TOKEN" }\n`);
  const value = 'tok-4c1d9f2e7b';
  const files = ['a.md', 'a.html', 'a.json', 'a.txt', 'a.codequality.json', 'a.tfreport.json'];
  const reports = files.flatMap((file) => ['--out-report', file]);
  const words = ['--comment', 'github', '--secrets', '--out', 'a.plan', '--events', 'a.ndjson', '--full'];
  const run = await plan(made, { FEED_TOKEN: value }, ...words, ...reports);
  expect(run.code).toBe(0);
  const texts = [
    run.stdout,
    run.stderr,
    ...forge.bodies,
    written(made, 'summary.md'),
    written(made, 'outputs'),
  ];
  for (const file of ['a.plan', 'a.ndjson', ...files]) texts.push(made.read(file));
  expect(texts.join('')).toContain('FEED_TOKEN');
  for (const text of texts) {
    expect(text).not.toBe('');
    expect(text).not.toContain(value);
  }
});

describe('plan --comment gitlab', () => {
  it('keeps one note, and says which token it needs', async () => {
    const made = shop();
    const env = {
      GITLAB_CI: 'true',
      CI_API_V4_URL: forge.url,
      CI_PROJECT_ID: '42',
      CI_MERGE_REQUEST_IID: '7',
      CI_PIPELINE_IID: '9',
      CI_JOB_TOKEN: 'job',
    };
    const words = ['plan', '--comment', 'gitlab'];
    const none = await made.run(words, { env });
    expect([none.code, none.stderr]).toEqual([
      0,
      expect.stringContaining('the job token cannot write notes'),
    ]);
    for (const result of ['created', 'unchanged']) {
      const run = await made.run(words, { env: { ...env, GITLAB_TOKEN: forge.token } });
      expect(run.stderr).toContain(`Comment on merge request 7 ${result}`);
    }
    expect(forge.bodies).toHaveLength(1);
  });
});

describe('plan in GitHub Actions', () => {
  it('writes the summary and the outputs of the step without a flag', async () => {
    const made = shop();
    await made.runHelix('cloud', 'regions', '--update');
    const run = await plan(made);
    const [digest] = /helix1:\w+/.exec(run.stdout) ?? [];
    expect(written(made, 'summary.md')).toContain('### Helix: 1 to add');
    const outputs = Object.fromEntries(
      written(made, 'outputs')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ) as Record<string, string>;
    expect(outputs).toMatchObject({ changes: '1', digest, refused: 'false' });
    expect(outputs['monthly_cost']).toMatch(/^\d+\.\d+$/);
    expect(forge.requests).toEqual([]);
  });

  it('marks errors and refusals at their file and line', async () => {
    const broken = await plan(shop(TOML.replace('"small"', '1')));
    expect(broken.stderr).toMatch(/^::error file=helix\.toml,line=6,col=8,title=Helix%3A [a-z-]+::/m);
    const refused = await plan(shop(`${TOML}\n[policy]\nallowed_sizes = ["large"]\n`));
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringMatching(/^::error .*title=Helix%3A policy::/m),
    ]);
  });

  it('changes nothing where its files cannot be written, or with --no-ci', async () => {
    const full = await plan(shop(), { GITHUB_STEP_SUMMARY: '/dev/full', GITHUB_OUTPUT: '/no/such/file' });
    const untold = 'Not told to GitHub Actions: cannot write GITHUB_OUTPUT: there is no directory /no/such.';
    expect([full.code, full.stderr]).toEqual([0, expect.stringContaining(untold)]);
    const made = shop();
    await plan(made, {}, '--no-ci');
    expect(() => written(made, 'summary.md')).toThrow('ENOENT');
  });

  it('waits for no pipe that nobody reads or writes, whichever of its files that is', async () => {
    const made = shop();
    const pipe = join(made.directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const name of ['GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'HELIX_LOG', 'GITHUB_EVENT_PATH']) {
      const run = await plan(made, { [name]: pipe });
      expect([name, run.code]).toEqual([name, 0]);
      if (name !== 'GITHUB_EVENT_PATH') expect(run.stderr).toContain(name);
    }
  });

  it('names the token or the address that cannot be sent, and asks once', async () => {
    for (const [name, value] of [
      ['GITHUB_TOKEN', '\u{1f980}'],
      ['GITHUB_API_URL', 'git.acme.test'],
      ['GITHUB_GRAPHQL_URL', 'ftp://git.acme.test'],
    ] as const) {
      const run = await plan(shop(), { [name]: value }, '--comment', 'github');
      expect([run.code, run.stderr]).toEqual([
        0,
        expect.stringContaining(`No comment was written: The variable ${name} `),
      ]);
    }
    expect(forge.requests).toEqual([]);
  });
});
