import { statSync } from 'node:fs';
import { join } from 'node:path';
import { S3StandIn } from '../../../src/testing/fake-s3';
import { drawn, runUpTo } from '../../crash/pool';
import { TestCloud, TestProject } from '../../helix';
import { Running } from '../../running';
import { PostgresServer } from './postgres-server';

const PRELOAD = join(__dirname, '../../crash', 'socket-boundaries.cjs');
const APPLY = ['apply', '--auto-approve', '--lock-timeout', '1h'];
const AT_ONCE = 2;
const LEASE_MS = 30_000;
/** Its name, and the boot that it runs since. */
const ANOTHER_MACHINE = `
  const os = require('node:os');
  const files = require('node:fs/promises');
  const { readFile } = files;
  os.hostname = () => 'another-machine';
  files.readFile = async (path, ...rest) =>
    String(path).endsWith('/boot_id') ? 'another-boot' : readFile(path, ...rest);
  require('node:module').syncBuiltinESMExports();`;

let cloud: TestCloud;
let s3: S3StandIn;
let postgres: PostgresServer;
beforeAll(async () => {
  [cloud, s3, postgres] = await Promise.all([
    TestCloud.start('--provision-ms', '0'),
    S3StandIn.start(),
    PostgresServer.start(),
  ]);
});
afterAll(() => Promise.all([cloud.stop(), s3.stop(), postgres.stop()]));

interface Backend {
  readonly table: () => string;
  readonly env: () => Record<string, string>;
}

const BACKENDS: Readonly<Record<string, Backend>> = {
  s3: {
    table: () => `backend = "s3"\nbucket = "${s3.bucket}"\nendpoint_url = "${s3.url}"`,
    env: () => ({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }),
  },
  postgres: {
    table: () => 'backend = "postgres"\nurl = "env:STATE_URL"',
    env: () => ({ STATE_URL: postgres.url }),
  },
};

/** Returns the file in the repository: two clusters with ids of their own; the first apply has one more, and another size. */
function tomlOf(name: string, { table }: Backend, isFirst: boolean): string {
  const cluster = (id: string, size: string): string =>
    `[cloud.${id}.helix]\ncluster_id = "${name}-${id}"\nsize = "${size}"\n`;
  const clusters = isFirst
    ? [cluster('kept', 'small'), cluster('dropped', 'small')]
    : [cluster('kept', 'medium'), cluster('added', 'small')];
  return [`[project]\nname = "${name}"\n`, `[state]\n${table()}\n`, ...clusters].join('\n');
}

describe.each(Object.entries(BACKENDS))('a runner that is killed, with a state on %s', (name, backend) => {
  it('and is gone with its disk is made good from a fresh clone: nothing is lost, nothing done twice', async () => {
    let killed = 0;
    const numbers = drawn(12);
    const last = await runUpTo(numbers, AT_ONCE, async (at) => {
      const project = `gone-${name}-${at}`;
      const env = { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k', ...backend.env() };
      const origin = new TestProject({ 'helix.toml': tomlOf(project, backend, true) }, env);
      try {
        const before = origin.checkout();
        await before.runHelix(...APPLY);
        before.remove();
        origin.write('helix.toml', tomlOf(project, backend, false));

        const runner = origin.checkout();
        const log = join(origin.home, 'boundaries');
        const run = await runner.run(APPLY, {
          env: { BOUNDARY_AT: String(at), BOUNDARY_LOG: log },
          node: ['-r', PRELOAD],
        });
        runner.remove();
        const isWhole = statSync(log).size < at;
        expect([at, run.code]).toEqual([at, isWhole ? 0 : -1]);
        if (!isWhole) killed += 1;

        const next = origin.checkout();
        expect([at, await next.run(APPLY)]).toEqual([at, expect.objectContaining({ code: 0 })]);
        const plan = await next.run(['plan', '--detailed-exitcode']);
        expect([at, plan.code, plan.stderr]).toEqual([at, 0, '']);
        expect([at, await countCommits(project)]).toEqual([
          at,
          {
            added: { created: 1, deleted: 0 },
            dropped: { created: 1, deleted: 1 },
            kept: { created: 1, deleted: 0 },
          },
        ]);
        const real = (await cloud.listClusters()).map((c) => String(c['cluster_id']));
        expect(real.filter((id) => id.startsWith(`${project}-`))).toEqual([
          `${project}-added`,
          `${project}-kept`,
        ]);
        const { resources } = JSON.parse(await next.runHelix('state', 'list', '--json')) as {
          resources: object;
        };
        expect(Object.keys(resources)).toEqual(['cluster.added', 'cluster.kept']);
        expect(await next.runHelix('state', 'verify')).toContain('fine');
        next.remove();
        return isWhole;
      } finally {
        origin.remove();
      }
    });
    process.stderr.write(`${name}: killed at ${killed} of ${last} boundaries\n`);
    expect(killed).toBeGreaterThan(28 / numbers.step);
  });
});

describe.each(Object.entries(BACKENDS))('a machine that is gone, with a state on %s', (name, backend) => {
  it('is waited out for a whole lease by another one, which then continues the run', async () => {
    const own = await TestCloud.start();
    const env = { HELIX_CLOUD_URL: own.url, HELIX_API_KEY: 'k', ...backend.env() };
    const origin = new TestProject({ 'helix.toml': tomlOf(`machine-${name}`, backend, true) }, env);
    try {
      const machine = origin.checkout();
      const poll = own.keepBack(/^GET .*\/status$/);
      const apply = new Running(machine, APPLY);
      await poll.arrived;
      apply.signal('SIGKILL');
      await apply.end();
      await poll.release();
      machine.remove();

      const next = origin.checkout();
      const elsewhere = { node: next.preload(ANOTHER_MACHINE) };
      const startMs = performance.now();
      const hasty = await next.run(['apply', '--auto-approve'], elsewhere);
      expect([hasty.code, hasty.stderr]).toEqual([
        9,
        expect.stringMatching(/locked by ada@laptop .*; whether it is running cannot be seen from here/),
      ]);
      expect(await next.run(APPLY, elsewhere)).toMatchObject({ code: 0 });
      // Its heart last beat when it was killed, or up to ten seconds before: nobody saw that beat but now.
      expect(performance.now() - startMs).toBeGreaterThan(LEASE_MS);
      expect((await next.run(['plan', '--detailed-exitcode'], elsewhere)).code).toBe(0);
      const created = { created: 1, deleted: 0 };
      expect(await countCommits(`machine-${name}`, own)).toEqual({ dropped: created, kept: created });
      expect(await next.runHelix('state', 'verify')).toContain('fine');
      next.remove();
    } finally {
      origin.remove();
      await own.stop();
    }
  });
});

async function countCommits(
  project: string,
  from = cloud,
): Promise<Record<string, { created: number; deleted: number }>> {
  const { clusters } = (await from.readCalls()) as {
    clusters: Record<string, { commits: Record<string, number> }>;
  };
  const own = Object.entries(clusters).filter(([id]) => id.startsWith(`${project}-`));
  return Object.fromEntries(
    own.map(([id, { commits }]) => [
      id.slice(project.length + 1),
      { created: commits['createCluster'] ?? 0, deleted: commits['deleteCluster'] ?? 0 },
    ]),
  );
}
