import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXHAUSTIVE } from '../../exhaustive';
import { drawnOf } from '../../crash/pool';
import type { TestProject } from '../../helix';
import type { ForgeServer } from '../ci/forge-server';
import { githubJob } from './shop';

const PRELOAD = join(__dirname, '../../crash/boundaries.cjs');
const POINTS = Array.from({ length: 20 }, (_, index) => index);
const VERBS = ['up', 'down', 'sweep'] as const;
type Verb = (typeof VERBS)[number];

/** A project that is applied, and what it lives on. */
export interface KillWorld {
  readonly project: TestProject;
  readonly forge: ForgeServer;
  /** All that exists, the project's own included, without the time that it has lived. */
  readonly inventory: () => Promise<unknown>;
}

/**
 * Describes SIGKILL of `up`, `down` and `sweep` at 20 points each, spread over the boundaries that a whole run has: before
 * and after each call that changes a file, and each request that is made, sent, answered and read. One of `step` is drawn,
 * unless everything is to be tried.
 */
export function describePreviewKills(title: string, step: number, world: () => KillWorld): void {
  const stories = new Stories(world);
  describe(title, () => {
    it.each(VERBS.map((verb) => ({ verb, points: drawnOf(POINTS, step) })))(
      'of $verb at any point is made good by the next sweep, and nothing of the project is touched',
      async ({ verb, points }) => {
        const whole = await stories.run(verb, null);
        expect(whole).toBeGreaterThan(POINTS.length);
        for (const point of points)
          await stories.run(verb, Math.ceil(((point + 0.5) * whole) / POINTS.length));
        if (EXHAUSTIVE) process.stderr.write(`${verb}: ${points.length} kills over ${whole} boundaries\n`);
      },
    );
  });
}

/** Pull requests that are opened and closed one after the other, each with one run that is killed. */
class Stories {
  readonly #world: () => KillWorld;
  #number = 100;

  constructor(world: () => KillWorld) {
    this.#world = world;
  }

  /** Kills a run at a boundary, or lets it end. Returns the boundaries that it reached. */
  async run(verb: Verb, at: number | null): Promise<number> {
    const { project, forge, inventory } = this.#world();
    const number = (this.#number += 1);
    const before = [await inventory(), await readRecords(project)];
    forge.pulls.open(number);
    if (verb !== 'up') await this.#runToEnd('up', number);
    // Half of those whose `up` is killed stay open: they keep what they have, and the next push makes the rest.
    const staysOpen = verb === 'up' && number % 2 === 0;
    if (verb !== 'up') forge.pulls.close(number);
    const reached = await this.#runTo(at, verb, number);
    if (staysOpen) {
      await this.#runToEnd('sweep', number);
      await this.#runToEnd('up', number);
      expect(forge.bodiesOn(number)).toEqual([expect.stringContaining('### Helix preview: live')]);
    }
    forge.pulls.close(number);
    await this.#runToEnd('sweep', number);
    const where = { verb, at, of: reached };
    expect({ ...where, left: [await inventory(), await readRecords(project)] }).toEqual({
      ...where,
      left: before,
    });
    return reached;
  }

  /** Runs a command to the boundary where it is killed; one that has fewer this time ends. */
  async #runTo(at: number | null, verb: Verb, number: number): Promise<number> {
    const { project, forge } = this.#world();
    const log = join(project.home, 'boundaries.log');
    rmSync(log, { force: true });
    const env = {
      ...githubJob(forge, project),
      BOUNDARY_LOG: log,
      ...(at !== null && { BOUNDARY_AT: `${at}` }),
    };
    const { code, stderr } = await project.run(wordsOf(verb, number), { env, node: ['-r', PRELOAD] });
    const reached = readFileSync(log, 'utf8').split('\n').length - 1;
    const isKilled = code === -1;
    expect([verb, reached, isKilled, isKilled || code === 0 ? '' : stderr]).toEqual([
      verb,
      reached,
      reached === at,
      '',
    ]);
    return reached;
  }

  async #runToEnd(verb: Verb, number: number): Promise<void> {
    const { project, forge } = this.#world();
    const { code, stdout, stderr } = await project.run(wordsOf(verb, number), {
      env: githubJob(forge, project),
    });
    expect([verb, code, code === 0 ? '' : stdout + stderr]).toEqual([verb, 0, '']);
  }
}

function wordsOf(verb: Verb, number: number): readonly string[] {
  const pull = verb === 'sweep' ? [] : ['--pr', `${number}`];
  return ['preview', verb, ...pull, '--comment', 'github'];
}

/** The workspaces that exist, and the files of the project's own. */
async function readRecords(project: TestProject): Promise<unknown> {
  const root = join(project.directory, '.helix/state/default');
  const files = readdirSync(root)
    .sort()
    .map((name) => [name, readFileSync(join(root, name), 'utf8')]);
  return { workspaces: await project.runHelix('workspace', 'list'), files };
}
