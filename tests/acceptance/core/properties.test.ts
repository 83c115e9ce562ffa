import fc from 'fast-check';
import {
  anyProject,
  clustersSeen,
  clustersWanted,
  exchangesIds,
  steps,
  tomlOf,
} from '../../in-process/any-project';
import type { AnyProject } from '../../in-process/any-project';
import { EXHAUSTIVE, HANG_MS } from '../../exhaustive';
import { everyFault } from '../../in-process/faults';
import { MemoryWorld } from '../../in-process/memory-world';
import { drawnSeed } from '../../seed';

const seed = drawnSeed();
const APPLY = ['apply', '--auto-approve'];
const NOTHING = 'Plan: 0 to add, 0 to change, 0 to destroy.';

/** Checks a property; a failure names the seed and the path (`HELIX_SEED`, `HELIX_PATH`) that lead to it again. */
async function expectHolds<T extends [unknown, ...unknown[]]>(
  numRuns: number,
  drawn: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...given: T) => Promise<void>,
): Promise<void> {
  const path = process.env['HELIX_PATH'];
  await fc.assert(fc.asyncProperty(...drawn, check), {
    seed,
    numRuns: EXHAUSTIVE ? 20 * numRuns : numRuns,
    endOnFailure: path !== undefined,
    // The rest of the time of a test is for shrinking a failure.
    plugins: [fc.interruptAfterTimeLimit(0.8 * HANG_MS, { failOnInterrupt: true })],
    ...(path === undefined ? {} : { path }),
  });
}

/** A random fault rate, and what makes the dice roll. */
const faults = fc.record({ rate: fc.constantFrom(0.02, 0.04, 0.06), dice: fc.nat() });

function declare(world: MemoryWorld, project: AnyProject): void {
  world.removeFiles((file) => file.endsWith('.hx'));
  world.write('helix.toml', tomlOf(project));
  for (const [file, text] of Object.entries(project.queries)) world.write(`db/${file}`, text);
}

/**
 * Declares and applies, at most `atMost` times. Under faults a protected cluster may never run; then `protect` is taken off
 * for one apply, as the refusal says.
 */
async function applyProject(world: MemoryWorld, project: AnyProject, atMost = 1): Promise<void> {
  const said: string[] = [];
  let declared = project;
  for (let tries = 0; tries < atMost; tries += 1) {
    declare(world, declared);
    const { code, stdout, stderr } = await world.run(...APPLY);
    if (code === 0 && declared === project) return;
    said.push(`ended with ${code}: ${stdout}${stderr}`);
    const isKept = code === 5 && stderr.includes('It never ran and holds nothing');
    declared = isKept ? unprotected(project) : project;
  }
  throw new Error(`not applied:\n${said.join('\n')}`);
}

function unprotected(project: AnyProject): AnyProject {
  return { ...project, clusters: project.clusters.map((cluster) => ({ ...cluster, protect: false })) };
}

/** Expects that exactly the declared clusters exist and are on record, and that nothing is left to do. */
async function expectConverged(world: MemoryWorld, project: AnyProject): Promise<void> {
  expect(clustersSeen(await world.listClusters(), project)).toEqual(clustersWanted(project));
  for (const flags of [[], ['--refresh']]) {
    const plan = await world.run('plan', '--detailed-exitcode', ...flags);
    expect(plan.stdout).toContain(NOTHING);
    expect(plan.code).toBe(0);
  }
}

/** A project as it may be after the other one was applied; a path of edits past `protect`. */
async function moveOn(world: MemoryWorld, from: AnyProject, to: AnyProject, atMost = 1): Promise<void> {
  const needed = exchangesIds(from, to) ? 2 : 1;
  for (const step of steps(from, to)) await applyProject(world, step, Math.max(atMost, needed));
}

/** Returns what exists and what is on record, without the ids that differ between worlds. */
async function endOf(world: MemoryWorld): Promise<unknown> {
  const clusters = await world.listClusters();
  const { stdout } = await world.run('state', 'list', '--json');
  const { resources, open } = JSON.parse(stdout) as {
    resources: Record<string, { inputs: unknown; status: string; protect: boolean; ttlSeconds: unknown }>;
    open: readonly unknown[];
  };
  return {
    open,
    clusters: clusters.map(
      ({ cluster_id, region, size, env_vars, deployment, build_mode, db_config, state }) => ({
        cluster_id,
        region,
        size,
        env_vars,
        build_mode,
        db_config,
        state,
        files: (deployment as { files: unknown } | null)?.files ?? {},
      }),
    ),
    resources: Object.entries(resources).map(([address, { inputs, status, protect, ttlSeconds }]) => ({
      address,
      inputs,
      status,
      protect,
      ttlSeconds,
    })),
  };
}

/** How often each cluster was created and deleted. */
function commitsOf({ emulator }: MemoryWorld): unknown {
  return Object.fromEntries(
    Object.entries(emulator.calls().clusters)
      .map(([id, { commits }]) => [id, [commits.createCluster ?? 0, commits.deleteCluster ?? 0]] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A plan without the places and the order of the tables: what it shows comes in their order. */
function orderless(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(orderless).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'source');
  return Object.fromEntries(entries.map(([key, member]) => [key, orderless(member)]));
}

describe('whatever is declared', () => {
  it('a plan after an apply is empty, and what is declared is there', async () => {
    await expectHolds<[AnyProject]>(75, [anyProject()], async (project) => {
      const world = new MemoryWorld({ files: {} });
      await applyProject(world, project);
      await expectConverged(world, project);
    });
  });

  it('any edits converge, with one apply after each; two where clusters exchange their ids', async () => {
    const projects = fc.array(anyProject(), { minLength: 2, maxLength: 4 });
    await expectHolds<[AnyProject[]]>(40, [projects], async (all) => {
      const world = new MemoryWorld({ files: {} });
      await applyProject(world, all[0]!);
      for (const [index, next] of all.slice(1).entries()) {
        await moveOn(world, all[index]!, next);
        await expectConverged(world, next);
      }
    });
  });

  it('any edits converge under every fault of the service', async () => {
    const drawn = [anyProject(), anyProject(), faults] as const;
    await expectHolds<[AnyProject, AnyProject, { rate: number; dice: number }]>(
      40,
      [...drawn],
      async (from, to, { rate, dice }) => {
        const world = new MemoryWorld({ files: {} });
        world.fail(everyFault(rate), dice);
        await applyProject(world, from, 12);
        await moveOn(world, from, to, 12);
        world.fail([]);
        await expectConverged(world, to);
      },
    );
  });

  it('a protected cluster that never ran is replaced once its protection is taken off', async () => {
    const world = new MemoryWorld({ files: {} });
    const declareOnly = (protect: boolean): void => {
      const table = `[cloud.only.helix]\ncluster_id = "only"\nprotect = ${protect}\n`;
      world.write('helix.toml', `[project]\nname = "papertrail"\n\n${table}`);
    };
    declareOnly(true);
    // The apply itself tries a second time.
    world.fail([{ fault: { kind: 'stuck-provisioning' }, next: 2 }], 1);
    const codes: number[] = [];
    for (const protect of [true, true, false, true, true]) {
      declareOnly(protect);
      const { code, stderr } = await world.run(...APPLY);
      codes.push(code);
      if (code === 5) expect(stderr).toContain('It never ran and holds nothing');
    }
    expect(codes).toEqual([4, 5, 0, 0, 0]);
    expect(await world.listClusters()).toMatchObject([{ cluster_id: 'only', state: 'running' }]);
  });

  it('an apply that is killed and given again ends as one that is not', async () => {
    const at = fc.integer({ min: 1, max: 60 });
    await expectHolds<[AnyProject, AnyProject, number]>(
      60,
      [anyProject(), anyProject(), at],
      async (from, to, n) => {
        // These take two applies in any case, and it matters which one comes first.
        fc.pre(!exchangesIds(from, to));
        const [whole, torn] = [new MemoryWorld({ files: {} }), new MemoryWorld({ files: {} })];
        for (const world of [whole, torn]) {
          await applyProject(world, from);
          for (const step of steps(from, to).slice(0, -1)) await applyProject(world, step);
          declare(world, to);
        }
        await applyProject(whole, to);
        await torn.killed(n, ...APPLY);
        await applyProject(torn, to);
        expect(await endOf(torn)).toEqual(await endOf(whole));
        expect(commitsOf(torn)).toEqual(commitsOf(whole));
      },
    );
  });

  it('an apply that is killed under every fault of the service converges all the same', async () => {
    const at = fc.integer({ min: 1, max: 60 });
    const drawn = [anyProject(), anyProject(), at, faults] as const;
    await expectHolds<[AnyProject, AnyProject, number, { rate: number; dice: number }]>(
      40,
      [...drawn],
      async (from, to, n, { rate, dice }) => {
        const world = new MemoryWorld({ files: {} });
        await applyProject(world, from);
        world.fail(everyFault(rate), dice);
        for (const step of steps(from, to)) {
          declare(world, step);
          await world.killed(n, ...APPLY);
          await applyProject(world, step, 12);
        }
        world.fail([]);
        await expectConverged(world, to);
      },
    );
  });

  it('a destroy leaves nothing, whatever was killed before it', async () => {
    const at = fc.integer({ min: 1, max: 60 });
    await expectHolds<[AnyProject, AnyProject, number]>(
      60,
      [anyProject(), anyProject(), at],
      async (from, to, n) => {
        const world = new MemoryWorld({ files: {} });
        await applyProject(world, unprotected(from));
        declare(world, unprotected(to));
        await world.killed(n, ...APPLY);
        const { code, stderr } = await world.run('destroy', '--auto-approve');
        expect({ code, stderr }).toMatchObject({ code: 0 });
        expect(await world.listClusters()).toEqual([]);
        expect(await endOf(world)).toEqual({ open: [], clusters: [], resources: [] });
      },
    );
  });

  it('a plan and its digest do not depend on the order of the tables in the file', async () => {
    const order = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
    const project = anyProject({ others: true });
    await expectHolds<[AnyProject, AnyProject, number[]]>(
      75,
      [anyProject(), project, order],
      async (from, to, by) => {
        const world = new MemoryWorld({ files: { Dockerfile: 'FROM scratch\n' } });
        await applyProject(world, from);
        declare(world, to);
        const planAgain = async () => {
          const { stdout, code } = await world.run('plan', '--json');
          return { code, plan: orderless(JSON.parse(stdout)) };
        };
        const before = await planAgain();
        const shuffled = (tables: readonly string[]) =>
          tables
            .map((table, index) => [by[index]!, table] as const)
            .sort(([a], [b]) => a - b)
            .map(([, table]) => table);
        world.write('helix.toml', tomlOf(to, shuffled));
        expect(await planAgain()).toEqual(before);
      },
    );
  });
});
