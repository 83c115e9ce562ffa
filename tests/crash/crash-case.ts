import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../helix';
import type { Run, TestCloud } from '../helix';

const PRELOAD = join(__dirname, 'boundaries.cjs');

/** An action at a boundary: the one with that number, or the first whose line matches. */
export interface At {
  readonly at: number | RegExp;
  /** `SIGKILL` when absent; or the code of a failed call, with a `+` when the disk stays full. */
  readonly does?: string;
  /** The boundary after a call and the one before the next call count as one. */
  readonly once?: boolean;
}

/** A run of the program whose boundaries were counted. */
export interface CountedRun extends Run {
  /** Those that it reached, in order: `after link .helix/state/default/state.1.json`. */
  readonly boundaries: readonly string[];
  /** Whether it ended before the number it was to be stopped at. */
  readonly isWhole: boolean;
}

/** How often clusters were really created and deleted. */
export type Commits = Readonly<Record<string, { readonly created: number; readonly deleted: number }>>;

/** A project on an emulator that many share. Its files say `ID-name` for cluster ids that are its own. */
export class CrashCase {
  static #made = 0;
  readonly project: TestProject;
  /** The prefix of the ids of its clusters. */
  readonly prefix: string;
  readonly #cloud: TestCloud;
  #later: readonly string[] = [];

  constructor(cloud: TestCloud, toml: string, env: Readonly<Record<string, string>> = {}) {
    this.#cloud = cloud;
    this.prefix = `case${(CrashCase.#made += 1)}-`;
    this.project = new TestProject({}, { HELIX_CLOUD_URL: cloud.url, ...env });
    this.declare(toml);
  }

  declare(toml: string): void {
    this.project.write('helix.toml', toml.replaceAll('ID-', this.prefix));
  }

  /** From now on the clock of this project's machine is ahead. */
  later(ms: number): void {
    this.#later = this.project.clockOffBy(ms);
  }

  run(words: readonly string[]): Promise<Run> {
    return this.project.run(words, { node: this.#later });
  }

  /** Runs the program, counts its boundaries, and does what is asked at one of them. */
  async stopCase(words: readonly string[], at?: At, through: Through = direct): Promise<CountedRun> {
    const log = join(this.project.home, 'boundaries.log');
    rmSync(log, { force: true });
    const env = {
      BOUNDARY_LOG: log,
      ...(at === undefined
        ? {}
        : {
            BOUNDARY_AT: typeof at.at === 'number' ? String(at.at) : at.at.source,
            BOUNDARY_DOES: at.does ?? 'SIGKILL',
          }),
      ...(at?.once === true ? { BOUNDARY_ONCE: '1' } : {}),
    };
    const run = await through(this.project, words, { env, node: ['-r', PRELOAD, ...this.#later] });
    const boundaries = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    return {
      ...run,
      boundaries,
      isWhole: at === undefined || (typeof at.at === 'number' && boundaries.length < at.at),
    };
  }

  /** The commits of this project's clusters. */
  async countCommits(): Promise<Commits> {
    const { clusters } = (await this.#cloud.readCalls()) as {
      clusters: Record<string, { commits: Record<string, number> }>;
    };
    const own = Object.entries(clusters).filter(([id]) => id.startsWith(this.prefix));
    return Object.fromEntries(
      own.map(([id, { commits }]) => [
        id.slice(this.prefix.length),
        { created: commits['createCluster'] ?? 0, deleted: commits['deleteCluster'] ?? 0 },
      ]),
    );
  }

  /** Lists the clusters in the cloud and those on record: `name incarnation size region`, in order. */
  async listClusters(): Promise<{ readonly real: readonly string[]; readonly recorded: readonly string[] }> {
    const real = (await this.#cloud.listClusters())
      .filter(({ cluster_id: id }) => String(id).startsWith(this.prefix))
      .map((c) => [c['cluster_id'], c['incarnation'], c['size'], c['region'], c['state']].join(' '));
    const state = JSON.parse(await this.runHelix(['state', 'list', '--json'])) as ListedState;
    const recorded = Object.values(state.resources).map(({ inputs, outputs, status, region }) =>
      [inputs['cluster_id'], outputs['incarnation'], outputs['size'], region]
        .concat(status === 'ready' ? 'running' : status)
        .join(' '),
    );
    expect(state.open).toEqual([]);
    return { real, recorded: recorded.sort() };
  }

  /**
   * Expects a complete recovery: exactly the clusters that exist are on record, everything was created and deleted as
   * often as without a crash, and nothing is left to do.
   */
  async expectWhole(commits: Commits): Promise<void> {
    const { real, recorded } = await this.listClusters();
    expect(recorded).toEqual(real);
    expect(await this.countCommits()).toEqual(commits);
    expect(this.project.read('.helix/.gitignore')).toBe('*\n');
    const plan = await this.run(['plan', '--detailed-exitcode']);
    expect({ ...plan, code: plan.code }).toMatchObject({ code: 0, stderr: '' });
  }

  remove(): void {
    rmSync(dirname(this.project.directory), { recursive: true, force: true });
  }

  async runHelix(words: readonly string[]): Promise<string> {
    const run = await this.run(words);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return run.stdout;
  }
}

/** How the program is started: by itself, or under another one. */
export type Through = (
  project: TestProject,
  words: readonly string[],
  options: { readonly env: Record<string, string>; readonly node: readonly string[] },
) => Promise<Run>;

const direct: Through = (project, words, options) => project.run(words, options);

interface ListedState {
  readonly resources: Record<
    string,
    {
      readonly inputs: Record<string, unknown>;
      readonly outputs: Record<string, unknown>;
      readonly status: string;
      readonly region: string;
    }
  >;
  readonly open: readonly unknown[];
}
