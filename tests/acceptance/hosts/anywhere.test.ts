import { hostname } from 'node:os';
import { TestProject } from '../../helix';
import { InTerminal } from '../terminal/in-terminal';
import { BareHost, NOBODY_KNOWN } from './bare-host';

const made: { remove(): void }[] = [];
afterEach(() => made.splice(0).forEach((one) => one.remove()));

function bareHost(uid?: number): BareHost {
  const host = new BareHost(uid);
  made.push(host);
  return host;
}

/** Another user can be run by root alone. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

/** Plans, applies, plans again and destroys. Returns who is named for the cluster in the state. */
async function runStory(host: BareHost, env: Readonly<Record<string, string>>): Promise<unknown> {
  expect(await host.run(env, '--version')).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    stderr: '',
  });
  expect((await host.run(env, 'plan')).stdout).toContain('\nPlan: 1 to add, 0 to change, 0 to destroy.\n');
  expect(await host.run(env, 'apply', '--auto-approve')).toMatchObject({ code: 0 });
  const again = await host.run(env, 'plan', '--detailed-exitcode', '--refresh');
  expect(again).toMatchObject({ code: 0 });
  const state = JSON.parse((await host.run(env, 'state', 'pull')).stdout) as {
    resources: Record<string, { applied: { by: unknown } }>;
  };
  const destroyed = await host.run(env, 'destroy', '--auto-approve');
  expect(destroyed).toMatchObject({ code: 0 });
  expect(destroyed.stdout).toContain('Destroy complete! Resources: 1 destroyed.');
  return state.resources['cluster.a']?.applied.by;
}

asRoot('a user id without a name', () => {
  const at = (name: string) => `${name}@${hostname()}`;

  it.each<[string, (host: BareHost) => Record<string, string>, string]>([
    ['HOME=/ and nothing else, as in a container', () => ({ HOME: '/' }), at(`uid${NOBODY_KNOWN}`)],
    ['no variable at all', () => ({}), at(`uid${NOBODY_KNOWN}`)],
    ['no HOME, and USER', () => ({ USER: 'ci' }), at('ci')],
    ['an empty USER, and LOGNAME', () => ({ USER: '', LOGNAME: 'job', HOME: '' }), at('job')],
    ['HELIX_ACTOR', () => ({ HELIX_ACTOR: 'ci@runner' }), 'ci@runner'],
    ['the home of another user', ({ foreignHome }) => ({ HOME: foreignHome }), at(`uid${NOBODY_KNOWN}`)],
  ])('plans, applies and destroys with %s', async (_title, env, actor) => {
    const host = bareHost(NOBODY_KNOWN);
    expect(await runStory(host, env(host))).toBe(actor);
  });

  it('has no saved key to remove without a home', async () => {
    const run = await bareHost(NOBODY_KNOWN).run({}, 'logout');
    expect(run).toMatchObject({ code: 0, stdout: 'No key was saved.\n' });
  });

  it('reads in a directory that it may not write, and every command that writes names what is denied', async () => {
    const host = bareHost(NOBODY_KNOWN);
    host.makeReadOnly();
    const env = { HOME: host.foreignHome };
    for (const words of [
      ['validate'],
      ['plan'],
      ['plan', '--refresh'],
      ['status'],
      ['state', 'list'],
      ['graph'],
    ]) {
      expect([words, await host.run(env, ...words)]).toMatchObject([words, { code: 0 }]);
    }
    const writing = [
      ['apply', '--auto-approve'],
      ['plan', '--out', 'plan.json'],
      ['add', 'b', '--cloud'],
      ['cloud', 'regions', '--update'],
      ['prices', 'update'],
      ['renew', 'a'],
      ['state', 'rm', 'cluster.a'],
    ];
    for (const words of writing) {
      const run = await host.run(env, ...words);
      expect([words, run]).toMatchObject([words, { code: 1 }]);
      expect(run.stderr).toMatch(/Cannot use .*\/project(\/\S*)?: access is denied/);
    }
  });
});

describe('a host', () => {
  it.each<[string, Record<string, string>]>([
    ['without a PATH, and so without git', { HOME: '/nonexistent' }],
    ['in the C locale on a dumb terminal', { HOME: '/nonexistent', LC_ALL: 'C', TERM: 'dumb', COLUMNS: '0' }],
    [
      'whose temporary directory does not exist',
      { HOME: '/nonexistent', TMPDIR: '/nonexistent', TZ: 'No/Where' },
    ],
  ])('%s plans, applies and destroys', async (_title, env) => {
    expect(await runStory(bareHost(), { ...env, HELIX_ACTOR: 'me' })).toBe('me');
  });

  it('whose terminal has 0 columns shows the plan as one of 80 columns', async () => {
    const project = new TestProject({
      'helix.toml':
        '[project]\nname = "p"\n[helix_cloud]\nendpoint = "embedded"\n[cloud.a.helix]\ncluster_id = "p-a"\n',
    });
    made.push(project);
    const run = new InTerminal(project, ['plan'], { columns: 0, env: { TERM: 'dumb' } });
    expect(await run.end()).toBe(0);
    expect(run.shown).toContain('Plan: 1 to add, 0 to change, 0 to destroy.\r\n');
    expect(run.shown).not.toContain('\u001b');
    const widest = Math.max(...run.shown.split('\r\n').map(({ length }) => length));
    expect(widest).toBeGreaterThan(40);
  });
});
