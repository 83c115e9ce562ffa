import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { COMMANDS } from '../../../src/cli/commands';
import type { HelixCommand } from '../../../src/cli/helix-command';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { drawnOf } from '../../crash/pool';
import { PROGRAM } from '../../helix';
import type { TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import { InTerminal } from './in-terminal';

const shared = sharedCloud();

const PLANS = join(__dirname, '../../../src/adapters/price-apis/__tests__/vultr-plans.json');
let s3: S3StandIn;
let prices: Server;
beforeAll(async () => {
  s3 = await S3StandIn.start();
  const plans = readFileSync(PLANS);
  prices = createServer((_, response) => response.end(plans)).listen(0, '127.0.0.1');
  await once(prices, 'listening');
});
afterAll(async () => {
  await s3.stop();
  prices.close();
});

/** The bucket, and the price API, of this file's own servers. */
function environmentOf(made: TestProject): Record<string, string | undefined> {
  const { port } = prices.address() as AddressInfo;
  return {
    ...made.environment(),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    HELIX_PRICES_URL_VULTR: `http://127.0.0.1:${port}`,
  };
}

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "ID-a"
ttl = "2d"
`;

type Stream = 'stdout' | 'stderr';
/** `leaves`: the reader goes in the middle, once it has read something. The others take nothing from the start. */
type Failure = 'closed' | 'full' | 'gone' | 'leaves';

/** Runs a command line while one of its streams fails. Returns its exit code. */
async function runWithout(
  made: TestProject,
  stream: Stream,
  failure: Failure,
  words: readonly string[],
  input: string,
) {
  const fd = stream === 'stdout' ? 1 : 2;
  const full = failure === 'full' ? openSync('/dev/full', 'w') : undefined;
  const stdio = (own: number) => (own === fd && full !== undefined ? full : ('pipe' as const));
  const program = [process.execPath, PROGRAM, ...words];
  const command = failure === 'closed' ? ['sh', '-c', `exec "$@" ${fd}>&-`, 'sh', ...program] : program;
  const child: ChildProcess = spawn(command[0]!, command.slice(1), {
    cwd: made.directory,
    env: environmentOf(made),
    stdio: ['pipe', stdio(1), stdio(2)],
  });
  for (const pipe of [child.stdout, child.stderr]) pipe?.resume();
  if (failure === 'gone') child[stream]?.destroy();
  if (failure === 'leaves') child[stream]?.once('data', () => child[stream]?.destroy());
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (full !== undefined) closeSync(full);
  return code;
}

/** One step of the story: a command that changes something, after an edit of the files. */
interface Step {
  readonly words: readonly string[];
  readonly input?: string;
  readonly edit?: (made: TestProject) => unknown;
  readonly code?: number;
}

const rename = (from: string, to: string) => (made: TestProject) =>
  made.edit('helix.toml', `[cloud.${from}.helix]`, `[cloud.${to}.helix]`);

const PREVIEWS = '\n[preview]\nfrom = ["c"]\n';
const addPreviews = (made: TestProject): void =>
  made.write('helix.toml', `${made.read('helix.toml')}${PREVIEWS}`);

/** Saves the state for `state push`. */
const pull = async (made: TestProject): Promise<void> =>
  made.write('pulled.json', await made.runHelix('state', 'pull'));

/** Every command that changes something, in an order in which each has something to change. */
const STORY: readonly Step[] = [
  { words: ['init', '-C', 'other'], edit: (made) => made.write('other/note', '') },
  { words: ['add', 'b', '--cloud', '-C', 'other'] },
  { words: ['login', '--key-stdin'], input: 'hx-key\n' },
  { words: ['apply', '--auto-approve'] },
  { words: ['push', 'a', '--auto-approve'], edit: (made) => made.edit('helix.toml', '"2d"', '"3d"') },
  { words: ['build', '--prune'] },
  // This project has no local instance: the code says so.
  { words: ['deploy', '--auto-approve'], code: 1 },
  // No cloud for machines is configured, and no machine is declared.
  { words: ['cloud', 'deploy', '--auto-approve'], code: 64 },
  { words: ['cloud', 'terminate', 'machine', '--auto-approve'], code: 1 },
  // Only an instance without an account can be claimed.
  { words: ['cloud', 'claim', 'machine', '--auto-approve'], code: 1 },
  { words: ['cloud', 'configure', '--provider', 'aws', '--no-check'] },
  { words: ['stop', 'a'] },
  { words: ['start', 'a'] },
  { words: ['restart', 'a'] },
  { words: ['renew', 'a'] },
  { words: ['state', 'mv', 'cluster.a', 'cluster.c'], edit: rename('a', 'c') },
  { words: ['state', 'rm', 'c'] },
  { words: ['import', 'cluster.c', 'ID-a', '--auto-approve'] },
  { words: ['unlock', '--force'] },
  { words: ['state', 'push', 'pulled.json'], edit: pull },
  { words: ['state', 'restore', '--serial', 'SERIAL'] },
  { words: ['state', 'migrate', '--to', 's3', '--bucket', 'states', '--key', 'KEY', '--endpoint-url', 'S3'] },
  { words: ['state', 'migrate', '--to', 'local'] },
  { words: ['prices', 'update', '--provider', 'vultr', '--region', 'ewr'] },
  { words: ['apply', '--workspace', 'preview', '--auto-approve'] },
  { words: ['terminate', 'c', '--workspace', 'preview', '--auto-approve'] },
  { words: ['renew', 'c', '--workspace', 'preview'] },
  { words: ['apply', '--workspace', 'preview', '--auto-approve'] },
  { words: ['destroy', '--workspace', 'preview', '--auto-approve'] },
  { words: ['workspace', 'delete', 'preview'] },
  { words: ['preview', 'up', '--pr', '3', '--no-forge'], edit: addPreviews },
  { words: ['preview', 'down', '--pr', '3', '--no-forge'] },
  { words: ['preview', 'sweep', '--no-forge'] },
  { words: ['delete', 'c', '--auto-approve'], edit: (made) => made.edit('helix.toml', PREVIEWS, '') },
  { words: ['destroy', '--auto-approve'] },
  // Without a key of its own the emulator takes the key that was saved, and has none that could be changed.
  { words: ['keys', 'rotate'], code: 1 },
  { words: ['keys', 'revoke', 'key_none', '--yes'], code: 1 },
  { words: ['auth', 'create-key', 'c'], code: 1 },
  { words: ['logout'] },
];

/** The serial of the state that `pull` saved. */
function serialOf(made: TestProject): string {
  return String((JSON.parse(made.read('pulled.json')) as { serial: number }).serial);
}

const FAILURES: readonly [Stream, Failure][] = (['stdout', 'stderr'] as const).flatMap((stream) =>
  (['closed', 'full', 'gone', 'leaves'] as const).map((failure): [Stream, Failure] => [stream, failure]),
);

it('the story has every command that changes something', () => {
  const changing = COMMANDS.filter((command) => (command as unknown as typeof HelixCommand).changesSomething);
  const names = changing.map(({ paths = [] }) => paths[0]!.join(' '));
  const told = STORY.map(({ words }) => words.join(' '));
  expect(names.filter((name) => !told.some((line) => `${line} `.startsWith(`${name} `)))).toEqual([]);
});

it.each(drawnOf(FAILURES, 2))(
  'everything is done, with the exit code of the work, while %s fails: %s',
  async (stream, failure) => {
    const made = shared.project({ 'helix.toml': TOML });
    const id = /cluster_id = "([^"]+)"/.exec(made.read('helix.toml'))![1]!;
    const codes: unknown[] = [];
    for (const { words, input = '', edit } of STORY) {
      await edit?.(made);
      const own = words.map((word) => {
        return word
          .replace('ID-a', id)
          .replace('SERIAL', () => serialOf(made))
          .replace('KEY', id)
          .replace('S3', s3.url);
      });
      codes.push([words.join(' '), await runWithout(made, stream, failure, own, input)]);
      if (words[0] === 'import') expect(await shared.listClustersOf(made)).toHaveLength(1);
    }
    expect(codes).toEqual(STORY.map(({ words, code = 0 }) => [words.join(' '), code]));
    expect(made.read('helix.toml')).not.toContain('cluster_id');
    expect(made.read('other/helix.toml')).toContain('[cloud.b.helix]');
    expect([...s3.objects.keys()].filter((key) => key.startsWith(`${id}/`))).not.toEqual([]);
    expect(made.read('helix.toml')).toContain('backend = "local"');
    expect(made.read('helix.prices/vultr.prices')).toContain('ewr');
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  },
);

const TWO = `${TOML}\n[cloud.b.helix]\ncluster_id = "ID-b"\n`;

/** Begins an apply that waits for the cloud. */
async function beginApply<T>(begin: (made: TestProject) => T) {
  const made = shared.project({ 'helix.toml': TWO });
  const poll = shared.cloud.keepBack(/-a\/status$/);
  const run = begin(made);
  await poll.arrived;
  return { made, run, poll };
}

describe('in the middle of an apply', () => {
  it.each(['stdout', 'stderr'] as const)('a reader of %s that ends does not end the work', async (stream) => {
    const { made, run, poll } = await beginApply((made) => made.start(['apply', '--auto-approve']));
    run[stream]?.destroy();
    await poll.release();
    expect(await once(run, 'exit')).toEqual([0, null]);
    expect(await shared.listClustersOf(made)).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  });

  it('a terminal that closes lets what runs end, and frees the lock', async () => {
    const { made, run, poll } = await beginApply((made) => new InTerminal(made, ['apply', '--auto-approve']));
    run.hangUp();
    await poll.release();
    // Both were begun, so nothing was left to stop.
    expect(await run.end()).toBe(0);
    expect(await made.runHelix('plan')).toContain('No changes.');
  });

  it('keeps the exit code of a failure', async () => {
    const made = shared.project({ 'helix.toml': TOML });
    await shared.cloud.fail([{ fault: { kind: 'failed-provisioning', reason: 'no capacity' }, next: 1 }]);
    expect(await runWithout(made, 'stdout', 'gone', ['apply', '--auto-approve'], '')).toBe(4);
  });
});

describe('a command that changes nothing', () => {
  it('ends with its own code where nobody reads, and with an error where the disk is full', async () => {
    const made = shared.project({ 'helix.toml': TOML });
    const plan = ['plan', '--detailed-exitcode'];
    expect(await runWithout(made, 'stdout', 'gone', plan, '')).toBe(2);
    expect(await runWithout(made, 'stdout', 'closed', plan, '')).toBe(2);
    for (const words of [['plan'], ['--help'], ['plan', '--help'], ['help', 'ttl'], ['--version']]) {
      const code = await runWithout(made, 'stdout', 'full', words, '');
      expect([...words, code]).toEqual([...words, 1]);
    }
    expect(await runWithout(made, 'stderr', 'full', ['plan'], '')).toBe(0);
  });

  it('follows no longer once nobody reads', async () => {
    const made = shared.project({ 'helix.toml': TOML });
    const child = made.start(['status', '--watch', '--every', '1s']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
