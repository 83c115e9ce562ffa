import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { PROGRAM } from '../../helix';
import type { TestProject } from '../../helix';
import { githubJob, previewTest } from './shop';

const ROOT = join(__dirname, '../../..');
const { forge, shop, listNumbers } = previewTest();

interface Step {
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a script as a step of a runner does. */
async function runScript(made: TestProject, script: string, env: Record<string, string>) {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: made.directory,
    env: made.environment(env),
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, text: `${stdout}\n${stderr}` };
}

/** A checkout with Helix among its packages, as `npm ci` leaves it. */
function checkout(): TestProject {
  const made = shop();
  const bin = join(made.directory, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(PROGRAM, join(bin, 'helix'));
  return made;
}

/** The script of a GitHub workflow that runs Helix; `ends`: whether the event ends a preview. */
function scriptOf(file: string, ends?: boolean): string {
  const workflow = parse(readFileSync(join(ROOT, 'examples/previews', file), 'utf8')) as {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const found = steps.filter(
    ({ run = '', if: when }) =>
      run.includes('helix') && (when === undefined || when === `env.ENDS == '${ends === true}'`),
  );
  expect(found).toHaveLength(1);
  return found[0]!.run!;
}

test('the workflows of the example make, renew, end and sweep previews, as they are written', async () => {
  const made = checkout();
  const env = { ...githubJob(forge(), made), NUMBER: '7' };
  const up = await runScript(made, scriptOf('preview.yml', false), env);
  expect(up).toMatchObject({ code: 0, text: expect.stringContaining('pull request 7: live') as string });
  expect(await listNumbers(made)).toEqual([7]);
  expect(await runScript(made, scriptOf('sweep.yml'), env)).toMatchObject({ code: 0 });
  expect(await listNumbers(made)).toEqual([7]);
  forge().pulls.close(7);
  expect(await runScript(made, scriptOf('preview.yml', true), env)).toMatchObject({ code: 0 });
  expect(await listNumbers(made)).toEqual([]);
  expect(forge().bodiesOn(7)).toEqual([expect.stringContaining('preview: destroyed')]);
});

test('the pipeline of GitLab does the same, also from a fresh clone of the default branch', async () => {
  const made = checkout();
  const pipeline = parse(readFileSync(join(ROOT, 'examples/previews/.gitlab-ci.yml'), 'utf8')) as Readonly<
    Record<string, { readonly script: readonly string[] }>
  >;
  // Installing and cloning are done already.
  const scriptIn = (job: string): string =>
    pipeline[job]!.script.filter((line) => line.includes('helix')).join('\n');
  const env = {
    GITLAB_CI: 'true',
    CI_API_V4_URL: forge().url,
    CI_PROJECT_ID: '42',
    CI_MERGE_REQUEST_IID: '7',
    GITLAB_TOKEN: forge().token,
  };
  const up = await runScript(made, scriptIn('preview'), env);
  expect(up).toMatchObject({ code: 0 });
  expect([await listNumbers(made), forge().bodiesOn(7)]).toEqual([
    [7],
    [expect.stringContaining('preview: live')],
  ]);
  const early = await runScript(made, scriptIn('end-preview'), env);
  expect(early).toMatchObject({ code: 5 });
  forge().pulls.close(7);
  expect(await runScript(made, scriptIn('end-preview'), env)).toMatchObject({ code: 0 });
  expect(await runScript(made, scriptIn('sweep'), env)).toMatchObject({ code: 0 });
  expect(await listNumbers(made)).toEqual([]);
});

describe('the action with `command: preview`', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
    readonly runs: { readonly steps: readonly Required<Step>[] };
  };

  /** Runs the action for an event of the pull request 7; null: on a schedule. */
  function runAction(made: TestProject, event: string | null) {
    const [step] = action.runs.steps;
    const env = githubJob(forge(), made);
    const pull = forge().pulls.pulls.get(7)!;
    const repo = { full_name: 'acme/shop' };
    const head = { sha: pull.head, repo: pull.isFork ? { full_name: 'bob/shop' } : repo };
    writeFileSync(
      env['GITHUB_EVENT_PATH']!,
      JSON.stringify(
        event === null ? {} : { action: event, pull_request: { number: 7, head, base: { repo } } },
      ),
    );
    const inputs: Readonly<Record<string, string>> = { command: 'preview', token: forge().token };
    const own = Object.entries(step!.env).map(([name, expression]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1];
      return [name, input === undefined ? ROOT : (inputs[input] ?? action.inputs[input]?.default ?? '')];
    });
    return runScript(made, step!.run, { ...env, ...(Object.fromEntries(own) as Record<string, string>) });
  }

  it('follows the events of a pull request, and sweeps without one', async () => {
    const made = shop('label = "preview"\n');
    expect(await runAction(made, 'opened')).toMatchObject({
      code: 0,
      text: expect.stringContaining('does not have the label preview') as string,
    });
    forge().pulls.open(7, { labels: ['preview'] });
    expect(await runAction(made, 'labeled')).toMatchObject({ code: 0 });
    expect(await runAction(made, 'synchronize')).toMatchObject({ code: 0 });
    expect(await listNumbers(made)).toEqual([7]);
    forge().pulls.open(7, { labels: [] });
    expect(await runAction(made, 'unlabeled')).toMatchObject({ code: 0 });
    expect(await listNumbers(made)).toEqual([]);
    forge().pulls.open(7, { labels: ['preview'] });
    expect(await runAction(made, 'reopened')).toMatchObject({ code: 0 });
    forge().pulls.close(7);
    expect(await runAction(made, null)).toMatchObject({ code: 0 });
    expect(await listNumbers(made)).toEqual([]);
    expect(await runAction(made, 'assigned')).toMatchObject({
      code: 64,
      text: expect.stringContaining('not "assigned"') as string,
    });
  });

  it('gives a fork a plan in the summary of the job, and nothing else', async () => {
    const made = shop();
    forge().pulls.open(7, { isFork: true });
    forge().vendor.readOnly = true;
    expect(await runAction(made, 'opened')).toMatchObject({ code: 0 });
    expect(await listNumbers(made)).toEqual([]);
    expect(readFileSync(join(made.home, 'summary.md'), 'utf8')).toContain('1 to add, 0 to change');
  });
});
