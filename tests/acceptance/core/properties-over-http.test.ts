import fc from 'fast-check';
import { anyProject, clustersSeen, clustersWanted, steps, tomlOf } from '../../in-process/any-project';
import type { AnyProject } from '../../in-process/any-project';
import { EXHAUSTIVE } from '../../exhaustive';
import { everyFault } from '../../in-process/faults';
import { CrashCase } from '../../crash/crash-case';
import { TestCloud } from '../../helix';
import { drawnSeed } from '../../seed';

const RUNS = Number(process.env['HELIX_RUNS'] ?? (EXHAUSTIVE ? 500 : 50));
const AT_ONCE = 2;
const APPLY = ['apply', '--auto-approve'];
const NOTHING = 'Plan: 0 to add, 0 to change, 0 to destroy.';

/** The course of a project, after which it must have converged. */
type Course = 'apply' | 'edit' | 'crash' | 'destroy';
const course = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Course>('apply') },
  { weight: 3, arbitrary: fc.constant<Course>('edit') },
  { weight: 1, arbitrary: fc.constant<Course>('crash') },
  { weight: 1, arbitrary: fc.constant<Course>('destroy') },
);

/** Every fault but those that take 15 minutes to give up, which are tried with a clock in memory; `Retry-After` is short. */
const FAULTS = everyFault(0.03)
  .filter(({ fault }) => fault.kind !== 'stuck-provisioning')
  .map(({ fault, rate }) => ({
    rate,
    fault: {
      ...fault,
      ...(fault.kind === 'latency' ? { ms: 20 } : {}),
      ...('retryAfterSeconds' in fault ? { retryAfterSeconds: 0 } : {}),
    },
  }));

/** The same with cluster ids that no other run has. */
function own(project: AnyProject, { prefix }: CrashCase): AnyProject {
  const clusters = project.clusters.map((cluster) => ({ ...cluster, id: `${prefix}${cluster.id}` }));
  return { ...project, clusters };
}

function declare(made: CrashCase, project: AnyProject): void {
  made.project.empty('db');
  made.declare(tomlOf(project));
  for (const [file, text] of Object.entries(project.queries)) made.project.write(`db/${file}`, text);
}

async function applyProject(made: CrashCase, project: AnyProject): Promise<void> {
  declare(made, project);
  const said: string[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const { code, stdout, stderr } = await made.run(APPLY);
    if (code === 0) return;
    said.push(`ended with ${code}: ${stdout}${stderr}`);
  }
  throw new Error(`not applied:\n${said.join('\n')}`);
}

/** Repeats a request of the test itself, which meets the faults as well. */
async function runUndisturbed<T>(look: () => Promise<T>): Promise<T> {
  for (let left = 100; ; left -= 1) {
    try {
      return await look();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

describe('whatever is declared, with real processes, over HTTP, under the faults of the service', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start('--provision-ms', '2');
  });
  afterAll(() => cloud.stop());

  async function readSeen(made: CrashCase, project: AnyProject): Promise<readonly string[]> {
    const all = await runUndisturbed(() => cloud.listClusters());
    return clustersSeen(
      all.filter(({ cluster_id: id }) => String(id).startsWith(made.prefix)),
      project,
    );
  }

  it(`converges, and leaves nothing when it is destroyed: ${RUNS} runs`, async () => {
    const seed = drawnSeed();
    const path = process.env['HELIX_PATH'];
    await cloud.fail(FAULTS);
    const counts: Record<string, number> = {};
    const property = fc.asyncProperty(
      ...([anyProject(), anyProject(), course, fc.integer({ min: 1, max: 90 })] as const),
      async (first, second, does, at) => {
        const made = new CrashCase(cloud, '', { OPENAI_API_KEY: 'a key' });
        counts[does] = (counts[does] ?? 0) + 1;
        try {
          const [from, to] = [own(first, made), own(second, made)];
          let last = from;
          if (does !== 'crash') await applyProject(made, from);
          else {
            declare(made, from);
            await made.stopCase(APPLY, { at });
            await applyProject(made, from);
          }
          if (does === 'edit') {
            for (const step of steps(from, to)) await applyProject(made, step);
            last = to;
          }
          if (does === 'destroy') {
            const clusters = from.clusters.map((cluster) => ({ ...cluster, protect: false }));
            if (from.clusters.some(({ protect }) => protect)) await applyProject(made, { ...from, clusters });
            for (let tries = 0; (await made.run(['destroy', '--auto-approve'])).code !== 0; tries += 1)
              if (tries === 5) throw new Error('not destroyed');
            expect(await readSeen(made, last)).toEqual([]);
            return;
          }
          expect(await readSeen(made, last)).toEqual(clustersWanted(last));
          const plan = await made.run(['plan', '--detailed-exitcode']);
          expect(plan.stdout).toContain(NOTHING);
          expect(plan.code).toBe(0);
        } finally {
          made.remove();
        }
      },
    );
    const lanes = Array.from({ length: path === undefined ? AT_ONCE : 1 }, (_, lane) =>
      fc.assert(property, {
        seed: seed + lane,
        numRuns: RUNS / AT_ONCE,
        endOnFailure: true,
        ...(path === undefined ? {} : { path }),
      }),
    );
    await Promise.all(lanes);
    process.stderr.write(`runs: ${JSON.stringify(counts)}\n`);
  });
});
