import type { TestProject } from '../../helix';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "ID-staging"
`;

const shared = sharedCloud();
const { project } = shared;

/** A project in which an apply is under way: until `releaseRequest`, it waits for an answer of the service. */
async function holdLock(): Promise<{
  made: TestProject;
  apply: Running;
  releaseRequest: () => Promise<void>;
}> {
  const made = project({ 'helix.toml': TOML });
  const poll = shared.cloud.keepBack(/^GET .*\/status$/);
  const apply = new Running(made, ['apply', '--auto-approve']);
  await poll.arrived;
  return { made, apply, releaseRequest: () => poll.release() };
}

/** For waits of many seconds, so that they are over at once. */
function hurried(made: TestProject): string[] {
  return made.preload(`
    const real = globalThis.setTimeout;
    globalThis.setTimeout = (call, ms, ...rest) => real(call, ms >= 5000 ? 20 : ms, ...rest);`);
}

describe('a lock that is held', () => {
  it('makes apply end with 9 and say who holds it, for what, since when, and that it runs', async () => {
    const { made, apply, releaseRequest } = await holdLock();
    const run = await made.run(['apply', '--auto-approve']);
    await releaseRequest();
    expect([run.code, run.stdout]).toEqual([9, '']);
    expect(run.stderr).toMatch(
      new RegExp(`locked by ada@laptop \\(apply, process ${apply.pid} on .+\\) since 20.+; it is running`),
    );
    expect(run.stderr).toContain('--lock-timeout');
    expect(await apply.end()).toBe(0);
  });

  it('does not keep anybody from planning or reading', async () => {
    const { made, apply, releaseRequest } = await holdLock();
    const codes = await Promise.all(
      [['plan'], ['state', 'list'], ['status']].map(async (words) => (await made.run(words)).code),
    );
    await releaseRequest();
    expect(codes).toEqual([0, 0, 0]);
    expect(await apply.end()).toBe(0);
  });

  it('is waited for with --lock-timeout, no longer than it says', async () => {
    const { made, apply, releaseRequest } = await holdLock();
    expect((await made.run(['apply', '--auto-approve', '--lock-timeout', '1s'])).code).toBe(9);
    const waiting = new Running(made, ['apply', '--auto-approve', '--lock-timeout', '1h']);
    await waiting.waitForText('Waiting for it.');
    await releaseRequest();
    expect(await waiting.end()).toBe(0);
    expect(waiting.said).toContain('0 added, 0 changed');
    expect(await apply.end()).toBe(0);
  });

  it('by a run that was killed is taken over at once', async () => {
    const { made, apply, releaseRequest } = await holdLock();
    apply.signal('SIGKILL');
    await apply.end();
    await releaseRequest();
    expect((await made.run(['apply', '--auto-approve'])).code).toBe(0);
  });
});

describe('unlock', () => {
  it('asks, and where nobody can be asked wants --force, with 64', async () => {
    const made = project({ 'helix.toml': TOML });
    const run = await made.run(['unlock']);
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('--force')]);
    expect(await made.runHelix('unlock', '--force')).toBe('Nobody held the lock.\n');
  });

  it('frees the lock of a run that stands still; when that wakes up it changes nothing more and ends with 9', async () => {
    const { made, apply, releaseRequest } = await holdLock();
    apply.signal('SIGSTOP');
    const freed = await made.run(['unlock', '--force'], { node: hurried(made) });
    expect([freed.code, freed.stdout]).toEqual([
      0,
      expect.stringMatching(/^Freed the lock that ada@laptop held for apply since 20/),
    ]);
    expect((await made.run(['apply', '--auto-approve'])).code).toBe(0);
    apply.signal('SIGCONT');
    await releaseRequest();
    expect(await apply.end()).toBe(9);
    expect(apply.said).toContain('The lock was lost');
    expect(await made.runHelix('plan')).toContain('No changes');
  });
});
