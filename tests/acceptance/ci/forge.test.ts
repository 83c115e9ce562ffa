import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CiFromEnvironment } from '../../../src/adapters/forge/ci';
import { SystemRandom } from '../../../src/adapters/host/random';
import { readMarker } from '../../../src/render/markdown/marker';
import { putComment } from '../../../src/workflows/put-comment';
import type { CommentEnd } from '../../../src/workflows/put-comment';
import { PassingClock } from '../../../src/testing/passing-clock';
import { ForgeServer } from './forge-server';

let server: ForgeServer;
let directory: string;
beforeAll(async () => {
  server = await ForgeServer.start();
  directory = mkdtempSync(join(tmpdir(), 'helix-forge-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await server.stop();
});
afterEach(() => server.reset());

function ci(clock: PassingClock, more: Readonly<Record<string, string>> = {}): CiFromEnvironment {
  const variables: Readonly<Record<string, string>> = {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: server.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_TOKEN: server.token,
    CI_API_V4_URL: server.url,
    CI_PROJECT_ID: '42',
    CI_MERGE_REQUEST_IID: '7',
    GITLAB_TOKEN: server.token,
    ...more,
  };
  return new CiFromEnvironment({
    variable: (name) => variables[name],
    fetch,
    clock,
    random: new SystemRandom(),
  });
}

/** A report of a run that shows a plan with a digest. */
function report(digest: string, run = '41.1', text = 'text'): string {
  return `<!-- helix:plan project=shop workspace=default run=${run} digest=${digest} -->\n\n${text}\n`;
}

const FORGES = ['github', 'gitlab'] as const;

describe.each(FORGES)('a comment on %s', (name) => {
  let clock: PassingClock;
  beforeEach(() => (clock = new PassingClock()));
  const put = async (body: string, anew = false, number: number | null = null): Promise<CommentEnd> =>
    putComment(await ci(clock).openForge(name, number), { body, anew, markerOf: readMarker });

  it('is found on the third page, among quotes and comments of others', async () => {
    server.write('ada', report('a'));
    for (let at = 0; at < 250; at += 1) server.write('ada', `> ${report('a')}`);
    await put(report('a'));
    expect(await put(report('a', '42.1'))).toMatchObject({ result: 'unchanged', other: { author: 'ada' } });
    expect(await put(report('b', '42.1'))).toMatchObject({ result: 'updated' });
    expect(await put(report('c', '41.2'))).toMatchObject({ result: 'newer' });
    expect(server.bodies).toEqual([report('b', '42.1')]);
  });

  it('is posted anew, and the old one folded', async () => {
    await put(report('a'));
    expect(await put(report('b', '42.1'), true)).toMatchObject({ result: 'created' });
    const [old = '', fresh] = server.bodies;
    expect(fresh).toBe(report('b', '42.1'));
    expect(old).not.toContain('helix:plan');
    if (name === 'github') expect(server.vendor.hidden).toHaveLength(1);
    else expect(old).toContain('<summary>Outdated plan</summary>');
    expect(await put(report('c', '43.1'))).toMatchObject({ result: 'updated' });
    expect(server.bodies).toEqual([old, report('c', '43.1')]);
  });

  it('has at most 65,536 characters, of which some take more bytes', async () => {
    const head = report('a', '41.1', '');
    const fits = `${head}${'\u00e9'.repeat(65_536 - head.length)}`;
    expect(await put(fits)).toMatchObject({ result: 'created' });
    server.vendor.notes.length = 0;
    await expect(put(`${fits}!`)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('65536') as string,
    });
    expect(server.bodies).toEqual([]);
  });

  it.each([
    ['403', 'auth', (): void => void (server.vendor.readOnly = true), 7],
    ['404', 'auth', (): void => undefined, 8],
  ] as const)(
    'is not tried again after %s: the token may not, or there is none',
    async (status, kind, prepare, number) => {
      prepare();
      const put7 = put(report('a'), false, number);
      await expect(put7).rejects.toMatchObject({ kind, message: expect.stringContaining(status) as string });
      expect(clock.monotonicMs()).toBe(0);
    },
  );

  it('is tried again after 502, and after the time that 429 names', async () => {
    server.faults.add('*', { status: 502 });
    server.faults.add('*', { status: 429 });
    expect(await put(report('a'))).toMatchObject({ result: 'created' });
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(7_000);
    expect(server.bodies).toHaveLength(1);
  });

  it('is given up after five tries', async () => {
    server.faults.add('*', { status: 502 }, { times: 9 });
    await expect(put(report('a'))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(server.requests).toHaveLength(5);
  });
});

test('GitHub limits the rate of comments with 403, which is waited out', async () => {
  const clock = new PassingClock();
  server.faults.add('issues/create-comment', { failure: 'secondary rate limit' });
  const forge = await ci(clock).openForge('github', null);
  expect(await putComment(forge, { body: report('a'), anew: false, markerOf: readMarker })).toMatchObject({
    result: 'created',
  });
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(7_000);
});

test('of two runs that both find no comment, one comment stays, of the newer run', async () => {
  const clock = new PassingClock();
  const held = server.faults.hold('issues/create-comment');
  const put = async (body: string) =>
    putComment(await ci(clock).openForge('github', null), { body, anew: false, markerOf: readMarker });
  const slow = put(report('old', '41.1'));
  await held.arrived;
  await put(report('new', '42.1'));
  await held.release();
  expect(await slow).toMatchObject({ result: 'newer' });
  expect(server.bodies).toEqual([report('new', '42.1')]);
});

test.each([
  ['the merge of a pull request', { GITHUB_REF: 'refs/pull/7/merge' }, null],
  ['a merge queue', { GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7-c0ffee' }, null],
  ['a comment on a pull request', {}, { issue: { number: 7, pull_request: {} } }],
  ['a run after another one', {}, { workflow_run: { head_sha: 'c0ffee', pull_requests: [{ number: 7 }] } }],
])('the number is known in %s', async (_, variables, event) => {
  const path = join(directory, 'event.json');
  if (event !== null) writeFileSync(path, JSON.stringify(event));
  const more = { GITHUB_REF: 'refs/heads/main', ...variables, ...(event && { GITHUB_EVENT_PATH: path }) };
  const forge = await ci(new PassingClock(), more).openForge('github', null);
  expect(forge.discussion).toBe('pull request 7');
});

test.each([
  ['the head of that pull request', 'c0ffee', null],
  ['another commit, so that the number may be that of any pull request', 'bad', 'refused'],
])('a number that is given after another run counts where its commit is %s', async (_, commit, refused) => {
  const path = join(directory, 'after.json');
  writeFileSync(path, JSON.stringify({ workflow_run: { head_sha: commit, pull_requests: [] } }));
  const opened = ci(new PassingClock(), { GITHUB_EVENT_PATH: path }).openForge('github', 7);
  if (refused === null) expect((await opened).discussion).toBe('pull request 7');
  else await expect(opened).rejects.toMatchObject({ kind: refused });
});

test('a summary that would grow over 1 MiB is left as it is, since GitHub drops the whole of it', async () => {
  const path = join(directory, 'summary.md');
  const append = (text: string) =>
    ci(new PassingClock(), { GITHUB_STEP_SUMMARY: path }).append('summary', text);
  const first = '\u00e9'.repeat(512 * 1024 - 1);
  expect(await append(first)).toBeNull();
  expect(await append('one more')).toBe('the summary of this step is full (1 MiB)');
  expect([statSync(path).size, readFileSync(path, 'utf8') === first]).toEqual([1024 * 1024 - 2, true]);
});
