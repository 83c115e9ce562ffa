import { deployBody, eventsIn, createRunning, readStatus, TIMINGS, passTimeDuring, world } from './harness';
import type { World } from './harness';

const FILES = {
  'schema.hx': 'N::User { name: String }\n',
  'queries.hx': 'QUERY addUser(name: String) =>\n  user <- AddN<User>({ name: name })\n  RETURN user\n',
};

async function deploy({ call, clock }: World, digest: string, files: Readonly<Record<string, string>>) {
  return passTimeDuring(clock, call('POST', '/clusters/a/deploy', { body: deployBody(digest, files) }));
}

describe('deployments', () => {
  it('22: the stream tells each step and ends in done, when the deployment is there', async () => {
    const all = world();
    await createRunning(all, 'a');
    const answer = await deploy(all, 'd1', FILES);
    expect(eventsIn(answer.text)).toEqual([
      progress('validating', 'validating 2 files', 0),
      progress('compiling', 'compiling queries.hx', 1),
      progress('compiling', 'compiling schema.hx', 2),
      progress('activating', 'activating', 2),
      { event: 'done', data: { digest: 'd1' } },
    ]);
    const cluster = await readStatus(all.call, 'a');
    expect(cluster).toMatchObject({ state: 'running', deployment: { digest: 'd1' } });
    expect(Object.keys((cluster['deployment'] as { files: object }).files)).toEqual([
      'queries.hx',
      'schema.hx',
    ]);
  });

  it('a deployment ends when the clock is set back to before its start', async () => {
    const all = world();
    await createRunning(all, 'a');
    const answer = all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', FILES) });
    await all.clock.advance(1);
    all.clock.setBackBy(3_600_000);
    await all.clock.advance(3 * TIMINGS.deployStepMs);
    expect(eventsIn((await answer).text).at(-1)).toEqual({ event: 'done', data: { digest: 'd1' } });
    expect(await readStatus(all.call, 'a')).toMatchObject({ state: 'running', deployment: { digest: 'd1' } });
  });

  it('23: the work continues when the caller stops reading', async () => {
    const all = world();
    await createRunning(all, 'a');
    const body = JSON.stringify(deployBody('d1', FILES));
    const headers = { 'helix-owner': 'alice/default/cluster.main' };
    const response = await all.emulator.fetch(
      new Request('http://helix.test/clusters/a/deploy', { method: 'POST', headers, body }),
    );
    await response.body?.cancel();
    expect(await readStatus(all.call, 'a')).toMatchObject({
      state: 'updating',
      reason: 'deploying queries',
      deployment: null,
    });
    await all.clock.advance(3 * TIMINGS.deployStepMs);
    expect(await readStatus(all.call, 'a')).toMatchObject({ state: 'running', deployment: { digest: 'd1' } });
  });

  it('24: what is deployed is done at once, without a step', async () => {
    const all = world();
    await createRunning(all, 'a');
    await deploy(all, 'd1', FILES);
    const again = await all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', FILES) });
    expect(eventsIn(again.text)).toEqual([{ event: 'done', data: { digest: 'd1' } }]);
    expect(all.emulator.calls().commits).toMatchObject({ deployQueries: 1 });
  });

  it('24: a deployment under way is joined; another one is busy', async () => {
    const all = world();
    await createRunning(all, 'a');
    const first = all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', FILES) });
    await all.clock.advance(1);
    const joined = all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', FILES) });
    const other = await all.call('POST', '/clusters/a/deploy', { body: deployBody('d2', {}) });
    expect([other.status, other.json.error?.code]).toEqual([409, 'busy']);
    const answers = await passTimeDuring(all.clock, Promise.all([first, joined]));
    expect(answers.map(({ text }) => eventsIn(text).at(-1)?.event)).toEqual(['done', 'done']);
    expect(all.emulator.calls().commits).toMatchObject({ deployQueries: 1 });
  });

  it('24: a stopped cluster is deployed to and stays stopped', async () => {
    const all = world();
    await createRunning(all, 'a');
    await all.call('POST', '/clusters/a/stop');
    await all.clock.advance(TIMINGS.stopMs);
    await deploy(all, 'd1', FILES);
    expect(await readStatus(all.call, 'a')).toMatchObject({ state: 'stopped', deployment: { digest: 'd1' } });
  });

  it('25: a digest names one set of files', async () => {
    const all = world();
    await createRunning(all, 'a');
    await deploy(all, 'd1', FILES);
    const other = await all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', {}) });
    expect([other.status, other.json.error?.code]).toEqual([422, 'digest_mismatch']);
  });

  it('25: a wrong sha256 and a path that is there twice are mistakes', async () => {
    const all = world();
    await createRunning(all, 'a');
    const file = { path: 'a.hx', text: 'x', sha256: '0'.repeat(64) };
    const body = { digest: 'd', files: [file, file] };
    const answer = await all.call('POST', '/clusters/a/deploy', { body });
    expect(answer.json.error?.details?.problems).toEqual([
      { path: '/files/0/sha256', message: 'is not the SHA-256 of a.hx' },
      { path: '/files/1/path', message: 'a.hx is there twice' },
      { path: '/files/1/sha256', message: 'is not the SHA-256 of a.hx' },
    ]);
  });

  it('26: mistakes end the stream with one error, and change nothing', async () => {
    const all = world();
    const before = await createRunning(all, 'a');
    const files = { ...FILES, 'more.hx': '\nQUERY list() =>\n  u <- N<Usr>\n  RETURN u\n' };
    const answer = await deploy(all, 'd1', files);
    expect(eventsIn(answer.text)).toEqual([
      { event: 'progress', data: { step: 'validating', message: 'validating 3 files', done: 0, total: 3 } },
      {
        event: 'error',
        data: {
          code: 'invalid_queries',
          message: '1 error',
          errors: [{ file: 'more.hx', line: 3, message: 'unknown node type "Usr"' }],
        },
      },
    ]);
    expect(await readStatus(all.call, 'a')).toEqual(before);
  });

  it('ends in an internal error when the cluster is deleted meanwhile', async () => {
    const all = world();
    await createRunning(all, 'a');
    const stream = all.call('POST', '/clusters/a/deploy', { body: deployBody('d1', FILES) });
    await all.clock.advance(1);
    await all.call('DELETE', '/clusters/a');
    const answer = await passTimeDuring(all.clock, stream);
    expect(eventsIn(answer.text).at(-1)).toMatchObject({ event: 'error', data: { code: 'internal' } });
  });
});

function progress(step: string, message: string, done: number) {
  return { event: 'progress', data: { step, message, done, total: 2 } };
}
