import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestCloud, TestProject } from '../../helix';
import { lastLineOf } from '../../json-lines';

const TOML = `[project]
name = "papertrail"

[cloud.staging.helix]
cluster_id = "command-line"
`;

let made: TestProject;
beforeEach(() => (made = new TestProject({ 'helix.toml': TOML, 'db/schema.hx': 'N::Paper {}\n' })));
afterEach(() => made.remove());

describe('help', () => {
  it('lists every command, and each of them shows its description, options and an example', async () => {
    const overview = await made.runHelix('--help');
    const commands = [...overview.matchAll(/^ {2}(\S+(?: [a-z]+)?) {2,}(\S.*)$/gm)];
    expect(commands.length).toBeGreaterThanOrEqual(24);
    const helps = await Promise.all(
      commands.map(async ([, name, description]) => ({
        name: name!,
        description: description!,
        help: await made.runHelix(...name!.split(' '), '--help'),
      })),
    );
    for (const { name, description, help } of helps) {
      expect(help.toLowerCase()).toContain(description.toLowerCase());
      expect(help).toMatch(/\nOptions\n/);
      expect(help).toContain(`Usage: helix ${name} `);
      expect(help).toMatch(/\nExit codes\n {2}0 /);
      expect(help).toMatch(/\nEnvironment\n {2}HELIX_LOG /);
      expect(help.slice(help.indexOf('\nExamples\n'))).toContain(`helix ${name}`);
      expect(help).not.toMatch(/undefined|\$0/);
    }
  });

  it('is the same in all its spellings', async () => {
    const help = await made.runHelix('plan', '--help');
    expect(await made.runHelix('plan', '-h')).toBe(help);
    expect(await made.runHelix('help', 'plan')).toBe(help);
    expect(await made.runHelix()).toBe(await made.runHelix('--help'));
    expect(await made.runHelix('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a group of commands', () => {
  it('lists its commands, alone and with --help, and ends with 0', async () => {
    const alone = await made.runHelix('state');
    expect(alone).toMatch(/state list +list the recorded resources/);
    expect(alone).not.toContain('workspace list');
    expect(await made.runHelix('state', '--help')).toBe(alone);
    expect(await made.runHelix('help', 'state')).toBe(alone);
  });
});

describe('a command line that cannot be understood', () => {
  it.each([
    [['aply'], 'Did you mean `apply`?'],
    [['plan', '--taget', 'x'], 'Did you mean `--target`?'],
    [['plan', '--target'], '--target needs a value'],
    [['estimate', '--memory', '-3'], 'Write `--memory=-3` if it is the value.'],
    [['plan', '--json=yes'], '--json takes no value'],
    [['up'], 'Use `helix apply`.'],
    [['ls'], 'Use `helix state list`.'],
    [['version'], 'Use `helix --version`.'],
    [['show'], 'FILE is missing'],
    [['state', 'lst'], 'Did you mean `state list`?'],
    [['show'], '`helix show --help`'],
    [['plan', 'extra'], '"extra"'],
    [['plan', '--destroy', '--expired'], 'cannot be used together'],
    [['apply', '--parallelism', '0'], '--parallelism'],
    [['plan', '--workspace', '../x'], 'workspace'],
  ])('%j ends with 64, says what was meant on stderr, and answers nothing', async (words, meant) => {
    const run = await made.run(words);
    expect([run.code, run.stdout]).toEqual([64, '']);
    expect(run.stderr).toContain(meant);
    expect(run.stderr.split('\n').length).toBeLessThan(6);
  });
});

it.each(['__proto__', 'constructor', 'toString'])('takes %s for the word that it is', async (word) => {
  const run = await made.run(['show', word]);
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining(word)]);
  expect(run.stderr).not.toContain('bug in Helix');
});

describe('colour', () => {
  it('is off where nobody looks, on with FORCE_COLOR, and NO_COLOR wins', async () => {
    const isColored = async (env: Record<string, string>) =>
      (await made.run(['plan'], { env })).stdout.includes('\u001b[');
    expect(await isColored({})).toBe(false);
    expect(await isColored({ FORCE_COLOR: '1' })).toBe(true);
    expect(await isColored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect((await made.run(['plan'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr).toBe('');
  });
});

describe('an error', () => {
  it.each<[readonly string[], object]>([
    [['plan', '--nonsense', '--json'], { kind: 'usage', exit_code: 64 }],
    [['state', 'show', 'nobody', '--json'], { kind: 'not-found', exit_code: 1 }],
    [['destroy', '--workspace', 'typo', '--auto-approve', '--json'], { kind: 'not-found', exit_code: 1 }],
  ])('of %j is JSON on stdout too', async (words, error) => {
    const run = await made.run(words);
    expect(lastLineOf(run.stdout)).toMatchObject({ error });
    expect(run.stderr).toMatch(/^Error: /);
  });
});

describe('where the project is', () => {
  it('stands in every command that is printed', async () => {
    const plan = await made.run(['plan', '-C', 'project', '--out', 'project/x.plan'], { cwd: '..' });
    expect(plan.stdout).toMatch(/Approve with: helix apply -C project --plan-digest helix1:[0-9a-f]{64}\n/);
    expect(plan.stderr).toContain('`helix apply -C project project/x.plan`');
    const missing = ['state', 'show', 'nobody', '-C', 'project', '--workspace', 'w'];
    expect((await made.run(missing, { cwd: '..' })).stderr).toContain(
      '`helix state list -C project --workspace w`',
    );
  });

  it('is found from below, and named with -C or --directory', async () => {
    const shown = (plan: string) => plan.slice(0, plan.indexOf('Approve with'));
    const here = shown(await made.runHelix('plan'));
    made.write('deep/er/note', '');
    expect(shown((await made.run(['plan'], { cwd: 'deep/er' })).stdout)).toBe(here);
    expect(shown((await made.run(['plan', '-C', made.directory], { cwd: '..' })).stdout)).toBe(here);
    expect(shown((await made.run(['plan', '--directory', 'project'], { cwd: '..' })).stdout)).toBe(here);
  });

  it.each([
    ['a directory that does not exist', 'missing', 'there is no directory "missing"'],
    ['nothing', '', 'there is no directory ""'],
    ['a file', 'helix.toml', '"helix.toml" is not a directory'],
  ])('is not looked for above %s', async (_, directory, message) => {
    for (const command of [['destroy', '--auto-approve'], ['init'], ['validate']]) {
      const run = await made.run([...command, '-C', directory]);
      expect([run.code, run.stdout, run.stderr]).toEqual([64, '', expect.stringContaining(message)]);
    }
  });

  it('does not move the files that are named on the command line', async () => {
    made.write('deep/note', '');
    await made.run(['plan', '--out', 'x.plan'], { cwd: 'deep' });
    expect((await made.run(['show', 'x.plan'], { cwd: 'deep' })).code).toBe(0);
    expect((await made.run(['show', 'x.plan'])).code).toBe(1);
  });
});

describe('logs', () => {
  let cloud: TestCloud;
  beforeAll(async () => (cloud = await TestCloud.start('--api-key', 'k')));
  afterAll(() => cloud.stop());

  it('are JSON lines on stderr with --verbose, and in a file with HELIX_LOG, without the key', async () => {
    const env = { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k' };
    const verbose = await made.run(['apply', '--auto-approve', '--verbose'], { env });
    expect(verbose.code).toBe(0);
    const lines = verbose.stderr.split('\n').filter((line) => line.startsWith('{'));
    expectRequests(lines);
    const quiet = await made.run(['status'], { env });
    expect(quiet.stderr).toBe('');

    const log = join(made.home, 'logs', 'helix.log');
    const filed = await made.run(['status'], { env: { ...env, HELIX_LOG: log } });
    expect([filed.code, filed.stderr]).toEqual([0, '']);
    expectRequests(readFileSync(log, 'utf8').trim().split('\n'));
  });

  it.each(['/dev/full', '/dev/null/x.log', '/'])(
    'are left out, with a warning, where HELIX_LOG is %s',
    async (log) => {
      const run = await made.run(['cloud', 'regions', '--update'], {
        env: { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k', HELIX_LOG: log },
      });
      expect([run.code, run.stderr]).toEqual([
        0,
        expect.stringMatching(/^warning: HELIX_LOG: cannot write .+\n$/),
      ]);
    },
  );

  it('never hold the key, also where it is refused', async () => {
    const key = 'hx-0123456789';
    const env = { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: key };
    const run = await made.run(['apply', '--auto-approve', '--verbose'], { env });
    expect(run.code).toBe(3);
    expect(run.stdout + run.stderr).not.toContain(key);
  });

  function expectRequests(lines: readonly string[]): void {
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry['time']).toMatch(/^20\d\d-\d\d-\d\dT/);
      expect(entry['request']).toMatchObject({
        method: expect.any(String) as string,
        status: expect.any(Number) as number,
      });
    }
  }
});
