import { emptyState } from '../src/state/empty-state';
import type { OpenEntry, ResourceRecord, State } from '../src/state/state';
import { InMemoryCloud } from '../src/testing/in-memory-engine';
import { sampleBegin } from '../src/testing/sample-records';
import { MemoryWorld } from './in-process/memory-world';
import type { MemoryWorldOptions } from './in-process/memory-world';
import { paperEngine, paperRecord } from './in-process/paper-engine';

const FILES = { 'helix.toml': '[project]\nname = "papertrail"\n' };
const LINEAGE = '0d9e7a52-8c1f-4a3b-9d57-2f64c1b0a911';

/** A project in whose state these records stand. */
async function buildWorld(
  records: readonly ResourceRecord[],
  options: Partial<MemoryWorldOptions> = {},
  open: readonly OpenEntry[] = [],
): Promise<MemoryWorld> {
  const world = new MemoryWorld({ files: FILES, ...options });
  const at = world.clock.now().toISOString();
  const empty = emptyState({ lineage: LINEAGE, project: 'papertrail', workspace: 'default', at });
  const resources = Object.fromEntries(records.map((record) => [record.address, record]));
  world.write('state.json', JSON.stringify({ ...empty, resources, open }));
  const pushed = await world.run('state', 'push', 'state.json');
  expect(pushed).toMatchObject({ code: 0 });
  return world;
}

describe('an engine that this version lacks', () => {
  const lacking = () => buildWorld([paperRecord('web')]);

  test('status shows its resources as unknown, with the reason', async () => {
    const run = await (await lacking()).run('status', '--json');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject([
      { address: 'instance.web', actual: 'unknown', reason: 'this version of Helix has no engine `paper`' },
    ]);
  });

  test('plan shows its changes as not applicable, and apply refuses them', async () => {
    const world = await lacking();
    const plan = await world.run('plan');
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toContain('instance.web');
    const apply = await world.run('apply', '--auto-approve');
    expect(apply).toMatchObject({ code: 5 });
    expect(apply.stderr).toContain('this version of Helix cannot apply instance.web (paper)');
  });

  test('a refresh leaves its records as they are', async () => {
    const world = await lacking();
    expect(await world.run('plan', '--refresh')).toMatchObject({ code: 0 });
    expect((await world.run('state', 'list')).stdout).toContain('instance.web');
  });

  test.each(['start web', 'stop web', 'logs web', 'renew web --for 1h', 'state mv web other'])(
    'helix %s is refused and names the engine',
    async (command) => {
      const run = await (await lacking()).run(...command.split(' '));
      expect(run).toMatchObject({ code: 5 });
      expect(run.stderr).toContain('this version of Helix has no engine `paper`');
    },
  );

  test('an interrupted operation of it stays open, and no command changes anything before', async () => {
    const world = await buildWorld([paperRecord('web')], {}, [
      { ...sampleBegin('1-1', 'instance.sheet'), engine: 'paper' },
    ]);
    expect(await world.run('plan')).toMatchObject({ code: 0 });
    const run = await world.run('apply', '--auto-approve');
    expect(run).toMatchObject({ code: 5 });
    expect(run.stderr).toContain('this version of Helix has no engine `paper`');
    const { open } = JSON.parse((await world.run('state', 'pull')).stdout) as State;
    expect(open.map(({ id }) => id)).toEqual(['1-1']);
  });

  test('a plan prices its resources as unknown, whatever their inputs are', async () => {
    const world = await buildWorld([{ ...paperRecord('web'), provider: 'aws', region: 'us-east-1' }]);
    const run = await world.run('plan');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('instance.web');
  });

  test('state show prints its record, and state rm forgets it', async () => {
    const world = await lacking();
    expect((await world.run('state', 'show', 'web')).stdout).toMatch(/engine +paper/);
    expect(await world.run('state', 'rm', 'web')).toMatchObject({ code: 0 });
    expect((await world.run('state', 'list')).stdout).not.toContain('instance.web');
  });
});

describe('an engine that is a line in the registry', () => {
  /** A world with that engine, and the resource `web` of it in the cloud and on record. */
  async function withPaper(without: Parameters<typeof paperEngine>[1] = []) {
    const cloud = new InMemoryCloud();
    const record = paperRecord('web');
    cloud.things.set('web', {
      owner: `${LINEAGE}/default/instance.web`,
      inputs: record.inputs,
      status: 'ready',
      serial: 1,
      log: [{ at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'hello' }],
    });
    return { cloud, world: await buildWorld([record], { engines: [paperEngine(cloud, without)] }) };
  }

  test('stop and start reach it, and the record follows', async () => {
    const { cloud, world } = await withPaper();
    expect(await world.run('stop', 'web')).toMatchObject({ code: 0, stdout: 'instance.web is stopped.\n' });
    expect(cloud.things.get('web')).toMatchObject({ status: 'stopped' });
    expect((await world.run('state', 'list')).stdout).toMatch(/instance.web .*stopped/);
    expect(await world.run('start', 'web')).toMatchObject({ code: 0, stdout: 'instance.web is running.\n' });
    expect(cloud.things.get('web')).toMatchObject({ status: 'ready' });
  });

  test('status asks it, by its own verb or by what it observes', async () => {
    for (const without of [[], ['status']] as const) {
      const { cloud, world } = await withPaper(without);
      const readActual = async () =>
        (JSON.parse((await world.run('status', '--json')).stdout) as { actual: string }[]).map(
          (row) => row.actual,
        );
      expect(await readActual()).toEqual(['ready']);
      cloud.things.clear();
      expect(await readActual()).toEqual(['gone']);
    }
  });

  test('logs prints its lines', async () => {
    const { world } = await withPaper();
    expect(await world.run('logs', 'web')).toMatchObject({
      code: 0,
      stdout: '2026-01-01T00:00:00.000Z info hello\n',
    });
  });

  test('state mv moves its record and its owner', async () => {
    const { cloud, world } = await withPaper();
    expect(await world.run('state', 'mv', 'web', 'site')).toMatchObject({ code: 0 });
    expect(cloud.things.get('web')).toMatchObject({ owner: `${LINEAGE}/default/instance.site` });
    expect((await world.run('state', 'list')).stdout).toContain('instance.site');
  });

  test('apply destroys what is no longer declared', async () => {
    const { cloud, world } = await withPaper();
    expect(await world.run('apply', '--auto-approve')).toMatchObject({ code: 0 });
    expect([...cloud.things.keys()]).toEqual([]);
  });

  test.each([
    ['start web', 'start', 'be started', '`helix status` shows how it is.'],
    ['stop web', 'stop', 'be stopped', '`helix destroy --target instance.web` removes it.'],
    ['logs web', 'logs', 'show its log', '`helix status` shows how it is.'],
    ['state mv web site', 'adopt', 'be renamed', 'Rename it back, or let the next apply replace it.'],
  ] as const)('helix %s is refused where the verb is missing', async (command, verb, cannot, hint) => {
    const { cloud, world } = await withPaper([verb]);
    const before = JSON.stringify([...cloud.things]);
    const run = await world.run(...command.split(' '));
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toContain(
      `instance.web cannot ${cannot}: its engine, paper, does not support that.\n${hint}\n`,
    );
    expect(JSON.stringify([...cloud.things])).toBe(before);
  });
});
