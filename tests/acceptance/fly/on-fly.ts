import { SystemClock } from '../../../src/adapters/host/clock';
import { FlyStandIn } from '../../../src/testing/fly/fly-stand-in';
import { serveFly } from '../../../src/testing/fly/serve';
import type { ServedFly } from '../../../src/testing/fly/serve';
import { TOKEN } from '../../../src/testing/fly/tokens';
import { TestProject } from '../../helix';
import type { Run } from '../../helix';

/** Machines change their state in hardly any time here. */
const TIMINGS = { startMs: 20, stopMs: 10, destroyMs: 10, checkMs: 10, deleteAppMs: 10, secretsMs: 0 };

/** A token that sees one app, and creates none. */
export const OF_ONE_APP = 'FlyV1 fm2_token_of_one_app';

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
    const fly = new FlyStandIn({ clock: new SystemClock(), timings: TIMINGS, tokens, limits: false });
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
