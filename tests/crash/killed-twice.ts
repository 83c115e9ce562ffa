import type { TestCloud } from '../helix';
import { CrashCase } from './crash-case';
import type { CountedRun } from './crash-case';
import { drawn } from './pool';

const REGIONS = ['us-east-1', 'eu-west-1'];
const APPLY = ['apply', '--auto-approve', '--parallelism', '1'];

/** How many pairs there were, and whether the first run was through before it was to be killed. */
export interface KilledTwice {
  readonly pairs: number;
  readonly isWhole: boolean;
}

/**
 * Replaces a cluster (which deletes one and creates one) repeatedly. Each time the command is killed at `first`, and the
 * one that recovers at one of its own boundaries, from the first to the last; a third command must repair everything.
 * Every `step`th boundary of the second command is tried, unless all of them are.
 */
export async function killTwice(cloud: TestCloud, first: number, step: number): Promise<KilledTwice> {
  const made = new CrashCase(cloud, declared(REGIONS[0]!));
  try {
    expect((await made.run(APPLY)).code).toBe(0);
    const seconds = drawn(step);
    for (let pairs = 0; ; pairs += 1) {
      const second = seconds.first + pairs * seconds.step;
      const region = REGIONS[(pairs + 1) % 2]!;
      made.declare(declared(region));
      const runs: CountedRun[] = [];
      try {
        runs.push(await made.stopCase(APPLY, { at: first, once: true }));
        runs.push(await made.stopCase(APPLY, { at: second, once: true }));
        expect((await made.run(APPLY)).code).toBe(0);
        const { real, recorded } = await made.listClusters();
        expect(recorded).toEqual(real);
        expect(real).toEqual([expect.stringMatching(`small ${region} running$`)]);
        const commits = { only: { created: pairs + 2, deleted: pairs + 1 } };
        expect(await made.countCommits()).toEqual(commits);
        // It costs a process more; what it could tell is told by the lines above.
        if (pairs % 10 === 9) await made.expectWhole(commits);
      } catch (cause) {
        const where = runs
          .map(({ boundaries, stderr }) => `${boundaries.at(-1) ?? ''}\n${stderr}`)
          .join('\n');
        throw new Error(`killed at ${first} and ${second}: ${where}`, { cause });
      }
      const [killed, recovering] = runs;
      if (killed!.isWhole || recovering!.isWhole) return { pairs, isWhole: killed!.isWhole };
    }
  } finally {
    made.remove();
  }
}

function declared(region: string): string {
  return `[project]\nname = "papertrail"\n\n[cloud.only.helix]\ncluster_id = "ID-only"\nregion = "${region}"\n`;
}
