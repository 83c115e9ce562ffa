import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { TestCloud, TestProject } from '../../helix';
import type { Run } from '../../helix';
import { MotoServer } from './moto-server';
import { PostgresServer } from './postgres-server';

const EXAMPLE = join(__dirname, '../../..', 'examples', 'shared-state');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let cloud: TestCloud;
let moto: MotoServer;
let standIn: S3StandIn;
let postgres: PostgresServer;
const machines: TestProject[] = [];

beforeAll(async () => {
  [cloud, moto, standIn, postgres] = await Promise.all([
    TestCloud.start(),
    MotoServer.start(),
    S3StandIn.start(),
    PostgresServer.start(),
  ]);
});
afterEach(() => machines.splice(0).forEach((machine) => machine.remove()));
afterAll(() => Promise.all([cloud.stop(), moto.stop(), standIn.stop(), postgres.stop()]));

interface Backend {
  /** The `[state]` table of the example, for this backend. */
  readonly table: () => string;
  readonly env: () => Record<string, string>;
  /** Returns all that is stored except locks, if a test can read it. */
  readonly stored?: () => readonly string[];
}

const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const bucket = (name: string, url: string): string =>
  `backend = "s3"\nbucket = "${name}"\nregion = "us-east-1"\nendpoint_url = "${url}"`;
const BACKENDS: Readonly<Record<string, Backend>> = {
  moto: { table: () => bucket(moto.bucket, moto.url), env: () => AWS },
  'the S3 stand-in': {
    table: () => bucket(standIn.bucket, standIn.url),
    env: () => AWS,
    stored: () =>
      [...standIn.objects].flatMap(([at, { bytes }]) =>
        at.includes('/heads/') || at.includes('/probe/') ? [] : [bytes.toString('latin1')],
      ),
  },
  postgres: {
    table: () => 'backend = "postgres"\nurl = "env:HELIX_STATE_URL"',
    env: () => ({ HELIX_STATE_URL: postgres.url }),
  },
};

/** Returns the repository: the example for one backend, with cluster ids of its own. */
function repository({ table, env }: Backend, name: string): TestProject {
  const origin = new TestProject({}, { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k', ...env() });
  machines.push(origin);
  cpSync(EXAMPLE, origin.directory, { recursive: true, filter: (path) => !path.includes('.helix') });
  const text = readFileSync(join(EXAMPLE, 'helix.toml'), 'utf8')
    .replace(/(?<=\[state\]\n)[^]*?(?=\nencryption)/, table())
    .replaceAll('"library', `"${name.replaceAll(' ', '-')}-library`);
  origin.write('helix.toml', text);
  return origin;
}

describe.each(Object.entries(BACKENDS))('three fresh machines that share a state on %s', (name, backend) => {
  const key = { HELIX_STATE_KEY: randomBytes(32).toString('base64') };

  /** A machine as CI gives it: a clean checkout, a home, a clock and an actor of its own. */
  function machine(origin: TestProject, actor: string, clockOffByMs: number) {
    const made = origin.checkout({
      HELIX_CLOUD_URL: cloud.url,
      HELIX_API_KEY: 'k',
      ...backend.env(),
      ...key,
      HELIX_ACTOR: actor,
    });
    machines.push(made);
    const node = made.clockOffBy(clockOffByMs);
    const run = async (...words: string[]): Promise<Run> => made.run(words, { node });
    return {
      made,
      run,
      requireSuccess: async (...words: string[]): Promise<string> => {
        const ended = await run(...words);
        if (ended.code !== 0)
          throw new Error(`${words.join(' ')} ended with ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
        return ended.stdout;
      },
    };
  }
  const listOurs = async () => {
    const id = `${name.replaceAll(' ', '-')}-library`;
    const clusters = await cloud.listClusters();
    return clusters.map(({ cluster_id: found }) => String(found)).filter((found) => found.startsWith(id));
  };
  const digestOf = (json: string): string => (JSON.parse(json) as { helix: { digest: string } }).helix.digest;

  test('a pull request plans, CD applies that plan by its digest, the schedule takes down what expired', async () => {
    const origin = repository(backend, name);
    const id = (instance: string) => `${name.replaceAll(' ', '-')}-library-${instance}`;

    // The pull request: ten minutes slow, and it leaves nothing behind.
    const review = machine(origin, 'reviewer', -10 * MINUTE);
    const digest = digestOf(await review.requireSuccess('plan', '--json'));
    expect(existsSync(join(review.made.directory, '.helix'))).toBe(false);
    expect(await listOurs()).toEqual([]);

    // CD: what was approved and nothing else.
    const cd = machine(origin, 'cd', 0);
    expect(await cd.requireSuccess('apply', '--plan-digest', digest)).toContain('2 added');
    expect(await listOurs()).toEqual([id('production'), id('staging')]);
    const again = await machine(origin, 'cd', 0).run('apply', '--plan-digest', digest);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('Already applied by cd')]);
    expect(await machine(origin, 'reviewer', 10 * MINUTE).requireSuccess('plan')).toContain('No changes');

    // A preview of a pull request.
    await machine(origin, 'cd', 0).requireSuccess('apply', '--auto-approve', '--workspace', 'pr-7');
    expect(await listOurs()).toHaveLength(4);

    // The schedule: an hour too early nothing, thirteen hours later what has a TTL, in both workspaces.
    const words = ['destroy', '--expired', '--all-workspaces', '--auto-approve', '--max-destroy', '5'];
    expect(await machine(origin, 'schedule', 11 * HOUR).requireSuccess(...words)).not.toContain(
      '1 destroyed',
    );
    const expired = await machine(origin, 'schedule', 13 * HOUR).requireSuccess(...words);
    expect(expired.match(/1 destroyed/g)).toHaveLength(2);
    expect(await listOurs()).toEqual([id('production'), id('production-pr-7')]);

    // Everybody knows: it is down, and stays down until it is renewed.
    const later = machine(origin, 'reviewer', 13 * HOUR);
    expect(await later.requireSuccess('plan')).toContain('No changes');
    expect(await later.requireSuccess('state', 'list')).toMatch(/cluster\.staging .* down/);
    const history = JSON.parse(await later.requireSuccess('state', 'history', '--json')) as unknown[];
    expect(history).toMatchObject([
      { by: 'schedule', operation: 'destroy --expired', ended: { done: { delete: 1 } } },
      { by: 'cd', operation: 'apply', plan_digest: digest, ended: { done: { create: 2 } } },
    ]);
    expect(await later.requireSuccess('state', 'verify', '--all-workspaces')).toMatch(
      /default .*fine\npr-7 .*fine/,
    );

    for (const text of backend.stored?.() ?? []) expect(text).not.toMatch(/library|cluster\.staging|helix1:/);
    expect(backend.stored?.().length ?? 1).toBeGreaterThan(0);
  });

  test('a machine without the key reads nothing and says which variable is missing', async () => {
    const origin = repository(backend, `${name}-2`);
    await machine(origin, 'cd', 0).requireSuccess('apply', '--auto-approve', '--target', 'staging');
    const bare = origin.checkout({ HELIX_CLOUD_URL: cloud.url, ...backend.env() });
    machines.push(bare);
    const missing = await bare.run(['plan']);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('HELIX_STATE_KEY')]);
    const wrong = await bare.run(['plan'], { env: { HELIX_STATE_KEY: randomBytes(32).toString('hex') } });
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('another key')]);
  });
});
