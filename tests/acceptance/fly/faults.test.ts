import { OPERATIONS } from '../../../src/testing/fly/document';
import { EVERY_FAULT } from '../../../src/testing/fly/faults';
import type { FlyFault } from '../../../src/testing/fly/faults';
import { EXHAUSTIVE } from '../../exhaustive';
import { flyMemoryWorld } from '../../in-process/fly-world';
import { Dice } from '../../in-process/seeded-random';
import { drawnSeed } from '../../seed';

const APPLIES = EXHAUSTIVE ? 500 : 12;
const RATE = 0.05;
const WANTED = 0.999;

/** The life of an app, one edit after the other. */
const LIFE: readonly string[] = [
  'vm_size = "shared-cpu-1x"\nvolume_initial_size = 3',
  'vm_size = "shared-cpu-2x"\nvolume_initial_size = 3\nenv_vars = { KEY = "env:KEY" }',
  'vm_size = "shared-cpu-2x"\nvolume_initial_size = 4\nprivate = true',
  'vm_size = "performance-4x"\nvolume_initial_size = 4\nenv_vars = { MODE = "fast" }\nttl = "7d"',
];

function declared(edit: string): string {
  return `[project]
name = "papertrail"

[cloud.only.fly]
auth_type = "ApiKey"
region = "iad"
volume = "papertrail:/data"
image = "ghcr.io/acme/papertrail@sha256:${'5'.repeat(64)}"
${edit}
`;
}

type Rules = ReturnType<typeof flyMemoryWorld>['standIn']['faults']['rules'];

/** Applies one edit after the other under faults. Returns the applies that did not converge with one retry by hand. */
async function applyUnder(rulesFor: (dice: Dice) => Rules): Promise<string[]> {
  const dice = new Dice(drawnSeed());
  const failures: string[] = [];
  let { world, standIn } = flyMemoryWorld({});
  for (let n = 0; n < APPLIES; n += 1) {
    const age = n % LIFE.length;
    if (age === 0) ({ world, standIn } = flyMemoryWorld({}));
    world.write('helix.toml', declared(LIFE[age]!));
    standIn.faults.seed = dice.below(2 ** 31);
    standIn.faults.rules = rulesFor(dice);
    const first = await world.run('apply', '--auto-approve');
    const last = first.code === 0 ? first : await world.run('apply', '--auto-approve');
    standIn.faults.rules = [];
    const plan = await world.run('plan', '--refresh', '--detailed-exitcode');
    const [app] = [...standIn.world.apps.values()];
    const machines = app === undefined ? [] : standIn.world.machines.living(app);
    const isOne = machines.length === 1 && app?.volumes.length === 1;
    if (last.code !== 0 || plan.code !== 0 || !isOne) {
      failures.push(
        `apply ${n}, ${machines.length} machines\n${last.stderr}\n${plan.stdout}\n${plan.stderr}`,
      );
    }
    expect(standIn.violations).toEqual([]);
  }
  return failures;
}

/** The faults after which Helix continues by itself, or that one retry by hand gets over. */
const TRANSIENT = Object.values(EVERY_FAULT).filter(({ kind }) => kind !== 'refuse');

test.each(TRANSIENT)(
  'at least 99.9 % of applies with $kind at 5 % converge within one retry by hand',
  async (fault) => {
    const failures = await applyUnder(() => [{ fault, rate: RATE }]);
    expect(failures.slice(0, 1).join('')).toBe('');
    expect(1 - failures.length / APPLIES).toBeGreaterThanOrEqual(WANTED);
  },
);

const REFUSALS = [400, 401, 403, 404, 409, 412, 422] as const;

test.each(REFUSALS)(
  'an apply in which one call is refused with %s converges within one retry by hand',
  async (status) => {
    const failures = await applyUnder((dice) => {
      const fault: FlyFault = { kind: 'refuse', status };
      // A 404 that answers a deletion says that what was to go is gone: a later refresh tells whether that was true.
      const refusable = OPERATIONS.filter(({ method }) => status !== 404 || method !== 'DELETE');
      return [{ fault, next: 1, operations: [dice.one(refusable).name] }];
    });
    expect(failures.slice(0, 1).join('')).toBe('');
  },
);
