import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/ports/clock';
import { FlyStandIn } from '../../../src/testing/fly/fly-stand-in';
import { serveFly } from '../../../src/testing/fly/serve';
import type { ServedFly } from '../../../src/testing/fly/serve';
import { TOKEN } from '../../../src/testing/fly/tokens';
import { TestProject } from '../../helix';
import type { Run } from '../../helix';

/** The factor by which the clock of the stand-in is faster than that of Helix: the lease of a run that was killed ends soon. */
const HASTE = 25;

class HastyClock implements Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now() * HASTE;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms / HASTE, undefined, { signal });
  }
}

const TIMINGS = { startMs: 500, stopMs: 250, destroyMs: 250, checkMs: 250, deleteAppMs: 250, secretsMs: 0 };

/** A token that sees one app, and creates none. */
export const OF_ONE_APP = 'FlyV1 fm2_token_of_one_app';

export interface KillPoint {
  /** Counts from 1. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** A project whose apps live in a stand-in of Fly. */
export class OnFly {
  readonly fly: FlyStandIn;
  readonly project: TestProject;
  readonly #served: ServedFly;

  private constructor(fly: FlyStandIn, project: TestProject, served: ServedFly) {
    this.fly = fly;
    this.project = project;
    this.#served = served;
  }

  static async open(
    files: Readonly<Record<string, string>>,
    { token = TOKEN, env = {} }: { readonly token?: string; readonly env?: Record<string, string> } = {},
  ): Promise<OnFly> {
    const tokens = {
      [token]: { org: 'personal', onlyApp: null },
      [OF_ONE_APP]: { org: 'personal', onlyApp: 'x' },
    };
    // The limits of rates are tested where waits take no time.
    const fly = new FlyStandIn({ clock: new HastyClock(), timings: TIMINGS, tokens, limits: false });
    const served = await serveFly(fly);
    const own = { FLY_API_HOSTNAME: served.url, FLY_API_TOKEN: token };
    return new OnFly(fly, new TestProject(files, { ...own, ...env }), served);
  }

  run(words: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.project.run(words.split(' '), { env });
  }

  /** Runs a command that must succeed. Returns all that it printed. */
  async runHelix(words: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(words, env);
    if (code !== 0)
      throw new Error(`helix ${words} ended with ${code}\n${stdout}\n${stderr}`.replaceAll('\n', '\n| '));
    return stdout + stderr;
  }

  /**
   * Runs a command that is killed at its call of that number: before it is done, or once it is and before the answer.
   * Returns whether there was such a call.
   */
  async runKilled(
    words: string,
    { call, when }: KillPoint,
    env: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const child = this.project.start(words.split(' '), { env });
    child.stdout?.resume();
    child.stderr?.resume();
    child.stdin?.end();
    const isClosed = once(child, 'close');
    let left = call;
    let wasKilled = false;
    const kill = async (): Promise<void> => {
      left -= 1;
      if (left !== 0) return;
      wasKilled = true;
      child.kill('SIGKILL');
      await isClosed;
      if (when === 'before') throw new Error('nobody waits for it');
    };
    if (when === 'before') this.fly.onCall = kill;
    else this.fly.onDone = kill;
    await isClosed;
    this.fly.onCall = null;
    this.fly.onDone = null;
    return wasKilled;
  }

  /** The one app. */
  get app() {
    const [app, second] = [...this.fly.world.apps.values()];
    if (app === undefined || second !== undefined) throw new Error('there is not one app');
    return app;
  }

  /** The one machine of the one app. */
  get machine() {
    const [machine, second] = this.fly.world.machines.living(this.app);
    if (machine === undefined || second !== undefined) throw new Error('there is not one machine');
    return machine;
  }

  async close(): Promise<void> {
    await this.#served.close();
    this.project.remove();
  }
}
