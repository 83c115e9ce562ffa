import { S3StandIn } from '../../../src/testing/fake-s3';
import { TestCloud, TestProject } from '../../helix';
import { PostgresServer } from './postgres-server';

const PROCESSES = 16;
/** How long a cluster is being made. */
const PROVISION_MS = 100;
const NAMES = Array.from({ length: PROCESSES }, (_, n) => `c${n + 10}`);

let cloud: TestCloud;
let s3: S3StandIn;
let postgres: PostgresServer;
beforeAll(async () => {
  [cloud, s3, postgres] = await Promise.all([
    TestCloud.start('--provision-ms', String(PROVISION_MS)),
    S3StandIn.start(),
    PostgresServer.start(),
  ]);
});
afterAll(() => Promise.all([cloud.stop(), s3.stop(), postgres.stop()]));

interface Listed {
  readonly operation: string;
  readonly at: string;
  readonly ended: { readonly at: string; readonly result: string; readonly done: object } | null;
}

const TABLES: Readonly<Record<string, { table: () => string; env: () => Record<string, string> }>> = {
  'this machine': { table: () => '', env: () => ({}) },
  s3: {
    table: () => `[state]\nbackend = "s3"\nbucket = "${s3.bucket}"\nendpoint_url = "${s3.url}"\n`,
    env: () => ({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }),
  },
  postgres: {
    table: () => '[state]\nbackend = "postgres"\nurl = "env:STATE_URL"\n',
    env: () => ({ STATE_URL: postgres.url }),
  },
};

describe.each(Object.entries(TABLES))(
  '16 processes that apply at once, with a state on %s',
  (name, backend) => {
    const prefix = `contend-${name.replace(' ', '-')}`;
    let origin: TestProject;
    beforeAll(() => {
      const clusters = NAMES.map(
        (one) => `[cloud.${one}.helix]\ncluster_id = "${prefix}-${one}"\nsize = "small"\n`,
      );
      const toml = [`[project]\nname = "${prefix}"\n`, backend.table(), ...clusters].join('\n');
      const env = { HELIX_CLOUD_URL: cloud.url, HELIX_API_KEY: 'k', ...backend.env() };
      origin = new TestProject({ 'helix.toml': toml }, env);
    });
    afterAll(() => origin.remove());

    it('work one at a time, each its own edit, when they may wait; who may not wait is told of a living holder', async () => {
      // One machine has one directory; runners have a checkout each.
      const isShared = backend.table() !== '';
      const projects = NAMES.map(() => (isShared ? origin.checkout() : origin));
      try {
        const waiting = projects.map((project, n) =>
          project.run([
            'apply',
            '--auto-approve',
            '--lock-timeout',
            '1h',
            '--target',
            `cluster.${NAMES[n] ?? ''}`,
          ]),
        );
        const refusals: string[] = [];
        const over = Promise.all(waiting).then(() => true);
        const soon = (): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(false), 500));
        while (!(await Promise.race([over, soon()]))) {
          const run = await origin.run(['apply', '--auto-approve', '--target', 'cluster.c10']);
          expect([0, 9]).toContain(run.code);
          if (run.code === 9) refusals.push(run.stderr);
        }
        const runs = await Promise.all(waiting);
        expect(runs.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual(
          NAMES.map(() => [0, '']),
        );
        expect(refusals.length).toBeGreaterThan(0);
        for (const refusal of refusals) {
          expect(refusal).toMatch(
            /is locked by ada@laptop \(apply, process \d+ on \S+\) since .*; it is running\./,
          );
        }

        const history = JSON.parse(await origin.runHelix('state', 'history', '--json')) as Listed[];
        const applies = history.filter(({ ended }) => ended !== null).sort((a, b) => (a.at < b.at ? -1 : 1));
        expect(applies.map(({ ended }) => [ended?.result, ended?.done])).toEqual(
          NAMES.map(() => ['done', { create: 1 }]),
        );
        // The cloud has seen none begin while another was being made.
        const made = (await cloud.listClusters())
          .filter(({ cluster_id: id }) => String(id).startsWith(`${prefix}-`))
          .map(({ created_at: at }) => Date.parse(String(at)))
          .sort((a, b) => a - b);
        const apart = made.slice(1).map((at, n) => at - made[n]!);
        expect(apart).toHaveLength(PROCESSES - 1);
        expect(Math.min(...apart)).toBeGreaterThanOrEqual(PROVISION_MS);
        // Nor does the history: each began when the one before had ended.
        applies.slice(1).forEach(({ at }, n) => expect(at >= (applies[n]?.ended?.at ?? '')).toBe(true));
        const { resources, open } = JSON.parse(await origin.runHelix('state', 'list', '--json')) as {
          resources: object;
          open: unknown[];
        };
        expect([Object.keys(resources), open]).toEqual([NAMES.map((one) => `cluster.${one}`), []]);
        const { clusters } = (await cloud.readCalls()) as { clusters: Record<string, { commits: object }> };
        for (const one of NAMES)
          expect(clusters[`${prefix}-${one}`]?.commits).toMatchObject({ createCluster: 1 });
        expect((await origin.run(['plan', '--detailed-exitcode'])).code).toBe(0);
      } finally {
        if (isShared) projects.forEach((project) => project.remove());
      }
    });
  },
);
