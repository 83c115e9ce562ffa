import type { PullRequest } from '../../../src/ports/forge';
import { MemoryWorld } from '../../in-process/memory-world';
import { MemoryForge } from './memory-forge';

const TOML = `[project]
name = "papertrail"
[cloud.web.helix]
cluster_id = "web"
size = "small"
[preview]
from = ["web"]
`;
const LOCK = JSON.stringify({
  format: 1,
  helixCloud: {
    endpoint: 'http://cloud.invalid',
    fetchedAt: '2026-01-01T00:00:00Z',
    regions: [
      {
        id: 'us-east-1',
        default: true,
        sizes: [{ id: 'small', vcpu: 1, memoryGb: 2, usdPerHour: '0.0925', default: true }],
      },
    ],
  },
  choices: {},
});
const UP = ['preview', 'up', '--comment', 'github', '--pr'];
const DOWN = ['preview', 'down', '--comment', 'github', '--pr'];
const SWEEP = ['preview', 'sweep', '--comment', 'github'];

function worldWith(extra = '', pull: Partial<PullRequest> = {}) {
  const forge = new MemoryForge();
  forge.set(7, pull);
  const files = {
    'helix.toml': TOML + extra,
    'helix.lock.json': LOCK,
    'db/schema.hx': 'N::Paper { title: String }\n',
  };
  const world = new MemoryWorld({ files, ci: forge.ci });
  const listIds = async () => (await world.listClusters()).map((one) => String(one['cluster_id']));
  return { forge, world, listIds };
}

describe('a pull request that is closed', () => {
  it.each([1, 2, 3])('before question %i of a build gets nothing, with 5', async (question) => {
    const { forge, world, listIds } = worldWith();
    let asked = 0;
    forge.onRead = () => {
      asked += 1;
      if (asked === question) forge.set(7, { isOpen: false });
    };
    const run = await world.run(...UP, '7');
    expect([run.code, run.stdout]).toEqual([5, expect.stringContaining('it is closed')]);
    expect(await listIds()).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(question);
    // Nobody reads for long that it is being built: before the first question there is no comment at all.
    expect(forge.bodiesOn(7)).toEqual(
      question === 1
        ? []
        : [expect.stringMatching(/### Helix preview: destroyed\n\nNothing of it is on record/)],
    );
  });

  it('while the last cluster is made loses what was made, and its comment says so', async () => {
    const { forge, world, listIds } = worldWith();
    let asked = 0;
    forge.onRead = () => {
      asked += 1;
      if (asked === 4) forge.set(7, { isOpen: false });
    };
    expect((await world.run(...UP, '7')).code).toBe(5);
    expect([asked >= 4, await listIds()]).toEqual([true, []]);
    expect(forge.bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: destroyed')]);
  });

  it('unheard of, as one that conflicts runs nothing, loses its preview to the next sweep', async () => {
    const { forge, world, listIds } = worldWith();
    await world.run(...UP, '7');
    forge.set(7, { isOpen: false });
    const sweep = await world.run(...SWEEP);
    expect([sweep.code, sweep.stdout]).toEqual([0, expect.stringContaining('pull request 7 is gone')]);
    expect(await listIds()).toEqual([]);
    expect(forge.bodiesOn(7)).toEqual([expect.stringContaining('### Helix preview: destroyed')]);
  });

  it.each([['down'], ['sweep']])('and reopened during a %s keeps its preview', async (verb) => {
    const { forge, world, listIds } = worldWith();
    await world.run(...UP, '7');
    forge.set(7, { isOpen: false });
    // Asked again under the lock, it is open.
    let asked = 0;
    forge.onRead = () => {
      asked += 1;
      if (asked === (verb === 'sweep' ? 2 : 1)) forge.set(7, { isOpen: true });
    };
    const run = await world.run(...(verb === 'sweep' ? SWEEP : [...DOWN, '7']));
    expect([run.code, `${run.stdout}${run.stderr}`]).toEqual([
      verb === 'sweep' ? 4 : 5,
      expect.stringContaining('is open and wants its preview'),
    ]);
    expect(await listIds()).toHaveLength(1);
    expect(await world.run(...SWEEP)).toMatchObject({ code: 0 });
    expect(await listIds()).toHaveLength(1);
  });
});

describe('a preview is not made, with 0,', () => {
  it.each<[string, Partial<PullRequest>, string]>([
    ['for a bot', { author: 'dependabot[bot]', isBot: true }, 'a bot'],
    ['for a fork', { isFork: true }, 'from a fork'],
    ['without the label', { labels: ['bug'] }, 'does not have the label preview (it has bug)'],
  ])('%s', async (_, pull, why) => {
    const { forge, world, listIds } = worldWith('label = "preview"\n', { labels: ['preview'], ...pull });
    const run = await world.run(...UP, '7');
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining(why)]);
    expect([await listIds(), forge.bodiesOn(7)]).toEqual([[], []]);
  });
});

test('a label that is taken away takes the preview with it', async () => {
  const { forge, world, listIds } = worldWith('label = "preview"\n', { labels: ['preview'] });
  await world.run(...UP, '7');
  expect(await listIds()).toHaveLength(1);
  forge.set(7, { labels: [] });
  expect((await world.run(...DOWN, '7')).code).toBe(0);
  expect(await listIds()).toEqual([]);
});

describe('limits', () => {
  it('refuse the preview that is one too many, and list what lives', async () => {
    const { forge, world, listIds } = worldWith();
    for (const number of [1, 2, 3, 4, 5, 6]) forge.set(number, {});
    for (const number of [1, 2, 3, 4, 5]) expect((await world.run(...UP, `${number}`)).code).toBe(0);
    const sixth = await world.run(...UP, '6');
    expect([sixth.code, sixth.stderr]).toEqual([
      5,
      expect.stringContaining('`max` is 5, and these live: pull request 1, pull request 2'),
    ]);
    expect(forge.bodiesOn(6)).toEqual([expect.stringContaining('### Helix preview: failed')]);
    // One that lives is brought up to date all the same.
    expect((await world.run(...UP, '5')).code).toBe(0);
    expect(await listIds()).toHaveLength(5);
  });

  it('give the last place to one of two that begin at once', async () => {
    const { forge, world, listIds } = worldWith('max = 1\n');
    forge.set(8, {});
    const runs = await Promise.all([world.run(...UP, '7'), world.run(...UP, '8')]);
    expect(runs.filter(({ code }) => code === 0).length).toBeLessThanOrEqual(1);
    expect((await listIds()).length).toBeLessThanOrEqual(1);
  });

  it('refuse what would cost too much with what lives', async () => {
    const { forge, world, listIds } = worldWith('max_monthly = 100\n');
    forge.set(8, {});
    expect((await world.run(...UP, '7')).code).toBe(0);
    const second = await world.run(...UP, '8');
    expect([second.code, second.stderr]).toEqual([
      5,
      expect.stringMatching(
        /\$135\.06 a month, and `max_monthly` is \$100\.00\. These live: pull request 7 \(\$67\.53\)/,
      ),
    ]);
    expect(await listIds()).toHaveLength(1);
  });
});

test('two pushes at once make one preview', async () => {
  const { world, listIds } = worldWith();
  const runs = await Promise.all([1, 2].map(() => world.run(...UP, '7', '--lock-timeout', '10min')));
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(await listIds()).toHaveLength(1);
});

test('the time of a preview is over without a push, and the next push makes it again', async () => {
  const { forge, world, listIds } = worldWith('ttl = "2h"\n');
  await world.run(...UP, '7');
  await world.clock.sleep(3_600_000);
  await world.run(...UP, '7');
  await world.clock.sleep(1.5 * 3_600_000);
  expect((await world.run(...SWEEP)).stdout).toContain('1 preview lives.');
  await world.clock.sleep(3_600_000);
  expect((await world.run(...SWEEP)).stdout).toContain('its TTL is over');
  expect(await listIds()).toEqual([]);
  expect(forge.bodiesOn(7)).toEqual([expect.stringMatching(/preview: expired[^]*It cost \$0\.3\d/)]);
  expect((await world.run(...UP, '7')).code).toBe(0);
  // It comes back as well after a schedule for all workspaces took it down.
  await world.clock.sleep(3 * 3_600_000);
  await world.run('destroy', '--expired', '--all-workspaces', '--auto-approve');
  expect(await listIds()).toEqual([]);
  expect((await world.run(...UP, '7')).code).toBe(0);
  expect(await listIds()).toHaveLength(1);
});

test('what stays is listed with the reason, and does not keep the others', async () => {
  const { forge, world, listIds } = worldWith();
  forge.set(8, {});
  await world.run(...UP, '7');
  await world.run(...UP, '8');
  forge.pulls.delete(7);
  forge.set(8, { isOpen: false });
  const sweep = await world.run(...SWEEP);
  expect([sweep.code, sweep.stdout]).toEqual([
    4,
    expect.stringContaining('7 stays: there is no pull request 7'),
  ]);
  expect(await listIds()).toHaveLength(1);
});

test('the comment on a failure says what, where, and how the log ends', async () => {
  const { forge, world } = worldWith();
  world.write('db/queries.hx', 'QUERY (((broken\n');
  const run = await world.run(...UP, '7');
  expect(run.code).not.toBe(0);
  const [body = ''] = forge.bodiesOn(7);
  expect(body).toMatch(/### Helix preview: failed\n\n- `cluster\.web` \*\*failed\*\* at `helix\.toml:3`: /);
  expect(body).toMatch(/The end of the log<\/summary>\n\n```\n[^]*cluster\.web: /);
});

test('list, comment, status and plan agree to the cent', async () => {
  const { forge, world } = worldWith();
  await world.run(...UP, '7');
  await world.clock.sleep(2 * 3_600_000);
  await world.run(...UP, '7');
  const [listed] = JSON.parse((await world.run('preview', 'list', '--json')).stdout) as Record<
    string,
    string
  >[];
  const [status] = JSON.parse((await world.run('status', '--workspace', 'pr-7', '--json')).stdout) as Record<
    string,
    string
  >[];
  const plan = JSON.parse((await world.run('plan', '--workspace', 'pr-7', '--json')).stdout) as {
    resource_changes: { change: { actions: string[] } }[];
    helix: { cost: { totalMonthlyCost: string } };
  };
  expect(plan.resource_changes.filter(({ change }) => change.actions[0] !== 'no-op')).toEqual([]);
  expect(listed).toMatchObject({
    monthly_usd: plan.helix.cost.totalMonthlyCost,
    hourly_usd: status!['hourly_usd'],
    expires_at: status!['expires_at'],
    so_far_usd: '0.19',
  });
  expect(forge.bodiesOn(7)[0]).toContain(`$0.19 so far, $${listed!['monthly_usd']} a month.`);
  expect(listed!['urls']).toEqual([status!['endpoint']]);
});

describe('down and sweep go by what is recorded alone', () => {
  it.each([
    ['the files are of another branch', '[project]\nname = "papertrail"\n'],
    ['the configuration has errors', `${TOML}[cloud.broken.helix]\nregion = 7\n`],
    ['the project was renamed', TOML.replace('papertrail', 'other')],
  ])('where %s', async (_, toml) => {
    const { forge, world, listIds } = worldWith('', {});
    world.write('helix.toml', TOML.replace('[preview]', 'env_vars = { KEY = "env:KEY" }\n[preview]'));
    await world.run(...UP, '7');
    expect(await listIds()).toHaveLength(1);
    world.write('helix.toml', toml);
    world.removeFiles((file) => file !== 'helix.toml');
    world.variables.set('KEY', undefined);
    forge.set(7, { isOpen: false });
    const run = await world.run(...DOWN, '7');
    expect([run.code, run.stderr]).toEqual([0, expect.any(String)]);
    expect(await listIds()).toEqual([]);
  });
});

const VERBS: readonly (readonly [string, readonly string[], boolean])[] = [
  ['up', [...UP, '7'], true],
  ['down', [...DOWN, '7'], false],
  ['sweep', SWEEP, false],
];

describe.each(VERBS)('a kill of %s', (verb, words, isOpen) => {
  it('at any of its steps is made good: by the next push, and by the next sweep once it is closed', async () => {
    let at = 0;
    for (let isKilled = true; isKilled;) {
      at += 1;
      const { forge, world, listIds } = worldWith();
      if (verb !== 'up') await world.run(...UP, '7');
      forge.set(7, { isOpen });
      isKilled = (await world.killed(at, ...words)) === null;
      if (verb === 'up' && at % 2 === 0) {
        const again = await world.run(...UP, '7');
        expect([at, again.code, again.code === 0 ? '' : again.stderr]).toEqual([at, 0, '']);
        expect([at, await listIds()]).toEqual([at, [expect.stringMatching(/^web-pr-7-/)]]);
      }
      forge.set(7, { isOpen: false });
      const sweep = await world.run(...SWEEP);
      expect([at, sweep.code, await listIds()]).toEqual([at, 0, []]);
      // A run that ends it also finds the comment on a preview that nobody recorded.
      expect(await world.run(...DOWN, '7')).toMatchObject({ code: 0 });
      const [body = '### Helix preview: destroyed'] = forge.bodiesOn(7);
      expect([at, body]).toEqual([at, expect.stringContaining('### Helix preview: destroyed')]);
    }
    expect(at).toBeGreaterThan(20);
  });
});
