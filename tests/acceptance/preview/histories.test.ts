import fc from 'fast-check';
import { EXHAUSTIVE } from '../../exhaustive';
import { MemoryWorld } from '../../in-process/memory-world';
import { drawnSeed } from '../../seed';
import { MemoryForge } from './memory-forge';

const LABEL = 'preview';
const TTL_HOURS = 24;
const FILES = {
  'helix.toml': `[project]
name = "papertrail"
[cloud.web.helix]
cluster_id = "web"
protect = true
[cloud.dev.helix]
cluster_id = "dev"
[preview]
from = ["web", "dev"]
ttl = "${TTL_HOURS}h"
max = 3
label = "${LABEL}"
`,
  'db/schema.hx': 'N::Paper { title: String }\n',
};

/** One step of a history: what somebody does, and what becomes of the run that it starts. */
type Step =
  | {
      readonly type: 'open' | 'push' | 'close' | 'label' | 'unlabel';
      readonly number: number;
      /** The step of the run at which it is killed; 0: the event is lost, so that there is no run; null: it ends. */
      readonly killedAt: number | null;
    }
  | { readonly type: 'sweep'; readonly killedAt: number | null }
  | { readonly type: 'wait'; readonly hours: number };

const killedAt = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('open', 'push', 'close', 'label', 'unlabel'),
      number: fc.integer({ min: 1, max: 5 }),
      killedAt,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('sweep' as const), killedAt }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
);

/** A world with previews, and what is expected of it. */
class History {
  readonly forge = new MemoryForge();
  readonly world = new MemoryWorld({ files: FILES, ci: this.forge.ci });
  /** The pull requests whose last run made their preview, with the time of it; nobody has wanted its end since. */
  readonly #mustLive = new Map<number, number>();

  async begin(): Promise<void> {
    await this.world.run('apply', '--auto-approve');
    for (let number = 1; number <= 5; number += 1) this.forge.set(number, { isOpen: false });
  }

  async take(one: Step): Promise<void> {
    switch (one.type) {
      case 'wait':
        await this.world.clock.sleep(one.hours * 3_600_000);
        return;
      case 'sweep':
        if (one.killedAt !== null) {
          if (one.killedAt > 0) await this.world.killed(one.killedAt, 'preview', 'sweep');
        } else await this.sweep();
        return;
      case 'open':
        this.forge.set(one.number, { isOpen: true, labels: [LABEL] });
        return this.#run(one.number, one.killedAt, 'up');
      case 'label':
        this.forge.set(one.number, { labels: [LABEL] });
        return this.#run(one.number, one.killedAt, 'up');
      case 'push':
        return this.#run(one.number, one.killedAt, 'up');
      case 'close':
        this.forge.set(one.number, { isOpen: false });
        this.#mustLive.delete(one.number);
        return this.#run(one.number, one.killedAt, 'down');
      case 'unlabel':
        this.forge.set(one.number, { labels: [] });
        this.#mustLive.delete(one.number);
        return this.#run(one.number, one.killedAt, 'down');
    }
  }

  /** Sweeps, and compares what is in the cloud with what the open and wanted ones say. */
  async sweep(): Promise<void> {
    const run = await this.world.run('preview', 'sweep');
    expect([run.code, run.code === 0 ? '' : `${run.stdout}${run.stderr}`]).toEqual([0, '']);
    const living = new Map<number, number>();
    const clusters = (await this.world.listClusters()) as unknown as readonly {
      owner: { workspace: string };
      incarnation: string;
    }[];
    for (const { owner } of clusters) {
      const number = Number(/^pr-(\d+)$/.exec(owner.workspace)?.[1] ?? 0);
      living.set(number, (living.get(number) ?? 0) + 1);
    }
    // Nothing of the project itself was touched.
    expect(living.get(0)).toBe(2);
    living.delete(0);
    expect([...living.keys()].filter((number) => !this.#isWanted(number))).toEqual([]);
    for (const [number, at] of this.#mustLive) {
      if (!this.#isWanted(number) || this.#hoursSince(at) >= TTL_HOURS) this.#mustLive.delete(number);
      else expect([number, living.get(number)]).toEqual([number, 2]);
    }
    expect(living.size).toBeLessThanOrEqual(3);
    // The records say the same: what is not in the cloud is not on record.
    const listed = JSON.parse((await this.world.run('preview', 'list', '--json')).stdout) as {
      number: number;
    }[];
    expect([...living.keys()].filter((number) => !listed.some((row) => row.number === number))).toEqual([]);
  }

  async #run(number: number, at: number | null, verb: 'up' | 'down'): Promise<void> {
    const words = ['preview', verb, '--pr', `${number}`, '--comment', 'github'];
    if (at === 0) return;
    const began = this.world.clock.now().getTime();
    const run = at === null ? await this.world.run(...words) : await this.world.killed(at, ...words);
    const isLive = verb === 'up' && run?.stdout.includes(`Preview of pull request ${number}: live`) === true;
    if (isLive) this.#mustLive.set(number, began);
    if (run !== null) expect([0, 5, `${run.stdout}${run.stderr}`]).toContain(run.code);
  }

  #isWanted(number: number): boolean {
    const pull = this.forge.pulls.get(number);
    return pull?.isOpen === true && pull.labels.includes(LABEL);
  }

  #hoursSince(at: number): number {
    return (this.world.clock.now().getTime() - at) / 3_600_000;
  }
}

const seed = drawnSeed();

test('after each sweep the cloud holds what the open and wanted pull requests say, whatever was lost or killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const history = new History();
      await history.begin();
      for (const one of steps) await history.take(one);
      await history.sweep();
      // Once all are closed, a sweep leaves the project alone.
      for (const number of history.forge.pulls.keys()) history.forge.set(number, { isOpen: false });
      await history.sweep();
    }),
    { numRuns: EXHAUSTIVE ? 200 : 25, seed, endOnFailure: true },
  );
});
