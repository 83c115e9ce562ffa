import type { TestCloud } from '../helix';
import { CrashCase } from './crash-case';
import type { Commits, CountedRun } from './crash-case';

const HEAD = '[project]\nname = "papertrail"\n';
const HOUR = 3_600_000;

/** A command, what it finds declared, and how often clusters have been created and deleted once it is through. */
export interface Step {
  readonly does: string;
  readonly toml: string;
  readonly words: readonly string[];
  readonly commits: Commits;
  /** By how much the clock of the machine is ahead from here on. */
  readonly laterMs?: number;
}

/** The smallest story that creates, updates, replaces, deletes and expires. */
export const STORY: readonly Step[] = [
  {
    does: 'create',
    toml: `${HEAD}
[cloud.kept.helix]
cluster_id = "ID-kept"
size = "small"
ttl = "30min"

[cloud.moved.helix]
cluster_id = "ID-moved"
region = "us-east-1"

[cloud.dropped.helix]
cluster_id = "ID-dropped"
`,
    words: ['apply', '--auto-approve'],
    commits: {
      dropped: { created: 1, deleted: 0 },
      kept: { created: 1, deleted: 0 },
      moved: { created: 1, deleted: 0 },
    },
  },
  {
    does: 'update, replace and delete',
    toml: `${HEAD}
[cloud.kept.helix]
cluster_id = "ID-kept"
size = "medium"
ttl = "30min"

[cloud.moved.helix]
cluster_id = "ID-moved"
region = "eu-west-1"
`,
    words: ['apply', '--auto-approve'],
    commits: {
      dropped: { created: 1, deleted: 1 },
      kept: { created: 1, deleted: 0 },
      moved: { created: 2, deleted: 1 },
    },
  },
  {
    does: 'expire',
    toml: `${HEAD}
[cloud.kept.helix]
cluster_id = "ID-kept"
size = "medium"
ttl = "30min"

[cloud.moved.helix]
cluster_id = "ID-moved"
region = "eu-west-1"
`,
    words: ['destroy', '--expired', '--auto-approve'],
    commits: {
      dropped: { created: 1, deleted: 1 },
      kept: { created: 1, deleted: 1 },
      moved: { created: 2, deleted: 1 },
    },
    laterMs: HOUR,
  },
];

/** Runs a step as it is, again and again as after crashes, and expects that all is well in the end. */
async function finishScenario(made: CrashCase, step: Step): Promise<void> {
  const run = await made.run(step.words);
  expect({ ...run, wanted: step.does }).toMatchObject({ code: 0, wanted: step.does });
  await made.expectWhole(step.commits);
}

/** Stops a run of the program in some way. */
export type Stop = (made: CrashCase, words: readonly string[]) => Promise<CountedRun>;

/** Goes through the story; each command is stopped, and then given again. Answers the stopped runs. */
export async function stopScenario(cloud: TestCloud, stop: Stop): Promise<readonly CountedRun[]> {
  const made = new CrashCase(cloud, '');
  const runs: CountedRun[] = [];
  try {
    for (const step of STORY) {
      made.declare(step.toml);
      if (step.laterMs !== undefined) made.later(step.laterMs);
      const stopped = await stop(made, step.words);
      runs.push(stopped);
      const { boundaries, isWhole, code, stderr } = stopped;
      try {
        if (isWhole) expect(code).toBe(0);
        await finishScenario(made, step);
      } catch (cause) {
        const where = `${boundaries.length}, ${boundaries.at(-1) ?? ''}`;
        throw new Error(`${step.does}, stopped at ${where}\n${stderr}`, { cause });
      }
    }
  } finally {
    made.remove();
  }
  return runs;
}
