import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { PROGRAM, TestCloud, TestProject } from '../../helix';
import { ForgeServer } from './forge-server';

const ROOT = join(__dirname, '../../..');

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

let cloud: TestCloud;
let storage: S3StandIn;
let forge: ForgeServer;
let made: TestProject;
beforeAll(async () => {
  [cloud, storage, forge] = await Promise.all([TestCloud.start(), S3StandIn.start(), ForgeServer.start()]);
});
afterAll(() => Promise.all([cloud.stop(), storage.stop(), forge.stop()]));
beforeEach(() => (made = checkoutOf(`t${randomBytes(3).toString('hex')}`)));
afterEach(() => {
  made.remove();
  forge.reset();
});

/** The example of a shared state, with Helix among its packages, as `npm ci` leaves it. */
function checkoutOf(name: string): TestProject {
  const project = new TestProject({});
  cpSync(join(ROOT, 'examples/shared-state'), project.directory, { recursive: true });
  const state = `backend = "s3"\nbucket = "${storage.bucket}"\nkey = "${name}"\nregion = "us-east-1"\nendpoint_url = "${storage.url}"`;
  const toml = project
    .read('helix.toml')
    .replace(/(?<=\[state\]\n)[^]*?(?=\nencryption)/, state)
    .replaceAll('"library', `"${name}-library`);
  project.write('helix.toml', toml);
  const bin = join(project.directory, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(PROGRAM, join(bin, 'helix'));
  return project;
}

function jobEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const event = join(made.home, 'event.json');
  const repo = { full_name: 'acme/shop' };
  writeFileSync(
    event,
    JSON.stringify({ pull_request: { number: 7, head: { sha: 'c0ffee', repo }, base: { repo } } }),
  );
  return made.environment({
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_PATH: event,
    GITHUB_RUN_NUMBER: '1',
    GITHUB_STEP_SUMMARY: join(made.home, 'summary.md'),
    GITHUB_OUTPUT: join(made.home, 'outputs'),
    RUNNER_TEMP: made.home,
    HELIX_CLOUD_URL: cloud.url,
    HELIX_API_KEY: 'k',
    HELIX_STATE_KEY: KEY,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...more,
  });
}

const KEY = randomBytes(32).toString('base64');

/** Runs a script as a step of GitHub Actions does. */
async function runScript(script: string, env: Record<string, string>, flags: readonly string[] = ['-e']) {
  const child = spawn('bash', [...flags, '-c', script], { cwd: made.directory, env });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, text: `${stdout}\n${stderr}` };
}

/** The scripts of an example that run Helix, as they are written there. */
function scriptsOf(file: string): readonly string[] {
  const { jobs } = parse(readFileSync(join(ROOT, 'examples/github-actions', file), 'utf8')) as Workflow;
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run = '' }) => (run.includes('helix') ? [run] : [])),
  );
}

function outputs(): Readonly<Record<string, string>> {
  const lines = readFileSync(join(made.home, 'outputs'), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split('='))) as Record<string, string>;
}

describe('the scripts of the example workflows', () => {
  it('plan in a pull request, apply what was approved, and destroy what has expired', async () => {
    for (const script of scriptsOf('pull-request.yml')) {
      expect(await runScript(script, jobEnvironment({ GITHUB_TOKEN: forge.token }))).toMatchObject({
        code: 0,
      });
    }
    const { digest = '' } = outputs();
    expect(forge.bodies).toEqual([expect.stringContaining(`--plan-digest ${digest}`)]);

    // The plan that was saved is posted by another workflow: here it is what the comment already shows.
    mkdirSync(join(made.directory, 'plan'));
    for (const [file, text] of [
      ['helix.plan', made.read('helix.plan')],
      ['number', '7\n'],
    ] as const)
      made.write(`plan/${file}`, text);
    const after = join(made.home, 'after.json');
    writeFileSync(after, JSON.stringify({ workflow_run: { head_sha: 'c0ffee', pull_requests: [] } }));
    const [comment = ''] = scriptsOf('comment.yml');
    const env = { GITHUB_TOKEN: forge.token, GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: after };
    expect(await runScript(comment, jobEnvironment(env))).toMatchObject({
      code: 0,
      text: expect.stringContaining('Comment on pull request 7') as string,
    });

    const [deploy = ''] = scriptsOf('deploy.yml');
    const other = await runScript(deploy, jobEnvironment({ DIGEST: 'helix1:0' }));
    expect(other).toMatchObject({ code: 5 });
    const applied = await runScript(deploy, jobEnvironment({ DIGEST: digest }));
    expect(applied).toMatchObject({ code: 0, text: expect.stringContaining('2 added') as string });

    const summary = readFileSync(join(made.home, 'summary.md'), 'utf8');
    expect(summary).toContain('### Helix apply: 2 added, 0 changed, 0 destroyed');
    expect(summary).toContain('| `cluster.production` | created |');

    const [expire = ''] = scriptsOf('expire.yml');
    const expired = await runScript(expire, jobEnvironment());
    expect(expired).toMatchObject({
      code: 0,
      text: expect.stringContaining('Nothing has expired') as string,
    });
  });

  it('hold no text of a pull request', () => {
    for (const file of ['pull-request.yml', 'comment.yml', 'deploy.yml', 'expire.yml'])
      for (const script of scriptsOf(file)) expect(script).not.toContain('${{');
  });
});

describe('action.yml', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
    readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
    readonly runs: { readonly steps: readonly Required<Step>[] };
  };
  const [step] = action.runs.steps;

  /** Runs the action as the runner does: expressions in `env` alone are replaced. */
  function runAction(inputs: Readonly<Record<string, string>>) {
    const values = (expression: string): string => {
      const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1];
      if (name === undefined) return expression === '${{ github.action_path }}' ? ROOT : expression;
      return inputs[name] ?? action.inputs[name]?.default ?? '';
    };
    const env = Object.fromEntries(Object.entries(step!.env).map(([name, value]) => [name, values(value)]));
    return runScript(step!.run, jobEnvironment(env), ['--noprofile', '--norc', '-eo', 'pipefail']);
  }

  it('plans, comments, and gives its outputs to later steps', async () => {
    const run = await runAction({ token: forge.token });
    expect(run).toMatchObject({ code: 0 });
    expect(forge.bodies).toHaveLength(1);
    const given = outputs();
    expect(given).toMatchObject({
      changes: '2',
      refused: 'false',
      report_path: join(made.home, 'helix-plan.md'),
    });
    expect(readFileSync(given['report_path']!, 'utf8')).toContain('### Helix: 2 to add');
    for (const [name, { description, value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.helix.outputs.${name} }}`);
      if (!description.startsWith('apply: ')) expect(Object.keys(given)).toContain(name);
    }
  });

  it('hands on a plan of several megabytes as files: its outputs stay small', async () => {
    const tables = Array.from(
      { length: 3_000 },
      (_, at) => `[cloud.n${at}.helix]\ncluster_id = "big-${at}"\n`,
    );
    made.write('helix.toml', `[project]\nname = "big"\n\n${tables.join('\n')}`);
    const run = await runAction({ token: forge.token, args: '--out-report big.json --out-report big.html' });
    expect(run).toMatchObject({ code: 0 });
    expect(statSync(join(made.directory, 'big.json')).size).toBeGreaterThan(5_000_000);
    expect(statSync(join(made.home, 'outputs')).size).toBeLessThan(1_000);
    expect(Buffer.byteLength(forge.bodies[0] ?? '')).toBeLessThanOrEqual(65_536);
    expect(outputs()).toMatchObject({ changes: '3000' });
  });

  it('puts no input into a script: what looks like one is an argument', async () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
    const run = await runAction({ comment: 'false', args: '--target "$(touch pwned)" `touch pwned`' });
    expect(run.code).toBe(64);
    expect(existsSync(join(made.directory, 'pwned'))).toBe(false);
  });

  it('ends with the exit code of Helix, and says which input is wrong', async () => {
    expect((await runAction({ comment: 'false', 'detailed-exitcode': 'true' })).code).toBe(2);
    const wrong = await runAction({ command: 'drop' });
    expect(wrong.code).not.toBe(0);
    expect(wrong.text).toContain('::error title=Helix::command: "drop" must be one of plan');
  });
});
