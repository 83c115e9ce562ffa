import { MemoryWorld } from './in-process/memory-world';
import type { Run } from './helix';

const TOML = `[project]
name = "papertrail"

[cloud.a.helix]
cluster_id = "papers-a"
env_vars = { TOKEN = "env:API_TOKEN", LEVEL = "info" }

[cloud.b.helix]
cluster_id = "papers-b"
env_vars = { KEY = "env:OTHER_KEY" }
`;
const [FIRST, SECOND] = ['first-s3cr3t-value', 'second-s3cr3t-value'];

/** A project on an emulator that keeps the variables which each request brings. */
function buildWorld(toml = TOML) {
  const sent: { readonly method: string; readonly env: Readonly<Record<string, string>> }[] = [];
  const outputs: string[] = [];
  const world = new MemoryWorld({
    files: { 'helix.toml': toml },
    passThrough: async (request, send) => {
      const body = (await request.clone().text()) || '{}';
      const { env_vars: env } = JSON.parse(body) as { env_vars?: Record<string, string> };
      if (request.method !== 'GET') sent.push({ method: request.method, env: env ?? {} });
      return send(request);
    },
  });
  world.variables.set('API_TOKEN', FIRST);
  const run = async (...words: string[]): Promise<Run> => {
    const ended = await world.run(...words);
    outputs.push(ended.stdout, ended.stderr);
    return ended;
  };
  const apply = (...words: string[]) => run('apply', '--auto-approve', ...words);
  return { world, sent, outputs, run, apply };
}

const digestIn = ({ stdout }: Run): string => /--plan-digest (\S+)/.exec(stdout)?.[1] ?? '';

describe('a secret without a value', () => {
  it('is refused before anything is changed, all of them at once, each with its place', async () => {
    const { world, sent, apply } = buildWorld();
    world.variables.set('API_TOKEN', undefined);
    world.variables.set('OTHER_KEY', '');
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain(
      '`env_vars.TOKEN` of cluster.a refers to the variable API_TOKEN, which is not set.',
    );
    expect(stderr).toContain('helix.toml:6:22');
    expect(stderr).toContain('`env_vars.KEY` of cluster.b refers to the variable OTHER_KEY, which is empty.');
    expect(stderr).toContain('helix.toml:10:20');
    expect(sent).toEqual([]);
    expect(await world.listClusters()).toEqual([]);
  });

  it('of a resource that stays as it is is refused too, and is not needed by what is destroyed', async () => {
    const { world, apply, run } = buildWorld();
    await apply();
    world.variables.set('API_TOKEN', undefined);
    expect(await apply()).toMatchObject({ code: 1 });
    expect(await apply('--target', 'b')).toMatchObject({ code: 0 });
    expect(await run('plan')).toMatchObject({ code: 0 });
    expect(await run('plan', '--secrets')).toMatchObject({ code: 1 });
    expect(await run('destroy', '--auto-approve')).toMatchObject({ code: 0 });
  });
});

describe('a secret with a new value', () => {
  it('is a change of apply, which brings it over in place and once', async () => {
    const { world, sent, apply } = buildWorld();
    await apply();
    const before = await world.listClusters();
    world.variables.set('API_TOKEN', SECOND);
    sent.length = 0;
    const { code, stdout, stderr } = await apply();
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 added, 1 changed, 0 destroyed')]);
    expect(stderr).toMatch(/^ {2}~ cluster\.a .*\n +env_vars\.TOKEN +\(its value changed\)$/m);
    expect(sent).toEqual([{ method: 'PATCH', env: { TOKEN: SECOND, LEVEL: 'info' } }]);
    const after = await world.listClusters();
    expect(after.map(({ incarnation }) => incarnation)).toEqual(before.map(({ incarnation }) => incarnation));
    sent.length = 0;
    expect((await apply()).stdout).toContain('0 added, 0 changed, 0 destroyed');
    expect(sent).toEqual([]);
  });

  it('is shown by a plan with --secrets alone, and its digest tells the two plans apart', async () => {
    const { world, apply, run } = buildWorld();
    await apply();
    world.variables.set('API_TOKEN', SECOND);
    const [pure, compared] = [await run('plan'), await run('plan', '--secrets')];
    expect(pure.stdout).toContain('\nPlan: 0 to add, 0 to change, 0 to destroy.\n');
    expect(compared.stdout).toContain('\nPlan: 0 to add, 1 to change, 0 to destroy.\n');
    expect(digestIn(compared)).not.toBe(digestIn(pure));
    world.variables.set('API_TOKEN', 'third');
    expect(digestIn(await run('plan', '--secrets'))).toBe(digestIn(compared));
  });

  it('is left alone by the digest of a plan without --secrets, which says so, and brought over by one with it', async () => {
    const { world, sent, apply, run } = buildWorld();
    await apply();
    world.variables.set('API_TOKEN', SECOND);
    const [pure, compared] = [digestIn(await run('plan')), digestIn(await run('plan', '--secrets'))];
    sent.length = 0;
    const left = await apply('--plan-digest', pure);
    expect(left).toMatchObject({ code: 0 });
    expect(left.stderr).toContain('made without --secrets: cluster.a env_vars.TOKEN.');
    expect(sent).toEqual([]);
    expect(await apply('--plan-digest', compared)).toMatchObject({ code: 0 });
    expect(sent).toEqual([{ method: 'PATCH', env: { TOKEN: SECOND, LEVEL: 'info' } }]);
    // Approved and done: another approval of the same change is another change.
    world.variables.set('API_TOKEN', 'third');
    expect((await apply('--plan-digest', compared)).stdout).toContain('1 changed');
    expect((await apply('--plan-digest', compared)).stdout).toContain('0 changed');
  });

  it('is brought over by a saved plan with --secrets, and left alone by one without', async () => {
    const { world, sent, apply, run } = buildWorld();
    await apply();
    world.variables.set('API_TOKEN', SECOND);
    await run('plan', '--out', '/project/pure.plan');
    await run('plan', '--secrets', '--out', '/project/compared.plan');
    sent.length = 0;
    const left = await apply('/project/pure.plan');
    expect([left.code, left.stderr]).toEqual([0, expect.stringContaining('cluster.a env_vars.TOKEN')]);
    expect(sent).toEqual([]);
    expect((await apply('/project/compared.plan')).stdout).toContain('0 added, 1 changed');
    expect(sent).toHaveLength(1);
    for (const file of ['pure.plan', 'compared.plan']) expect(world.read(file)).not.toContain(SECOND);
  });

  it('that the environment of an approved plan lacks is named, instead of another plan', async () => {
    const { world, apply, run } = buildWorld();
    await apply();
    world.variables.set('API_TOKEN', SECOND);
    const digest = digestIn(await run('plan', '--secrets'));
    world.variables.set('API_TOKEN', undefined);
    const { code, stderr } = await apply('--plan-digest', digest);
    expect([code, stderr]).toEqual([1, expect.stringContaining('the variable API_TOKEN, which is not set')]);
  });

  it('is brought over once the state is upgraded: a record without digests does not tell what the cloud has', async () => {
    const { world, apply, run } = buildWorld();
    await apply();
    const pull = async () =>
      JSON.parse((await run('state', 'pull')).stdout) as {
        secretKey?: string;
        resources: Record<string, { secretDigests?: unknown }>;
      };
    const same = await pull();
    expect(same.secretKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    world.write('same.json', JSON.stringify(same));
    expect(await run('state', 'push', 'same.json')).toMatchObject({ code: 0 });
    expect((await apply()).stdout).toContain('0 added, 0 changed');
    const { secretKey: _, ...old } = await pull();
    for (const record of Object.values(old.resources)) delete record.secretDigests;
    world.write('old.json', JSON.stringify(old));
    expect(await run('state', 'push', 'old.json')).toMatchObject({ code: 0 });
    expect((await run('plan')).stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
    expect((await run('plan', '--secrets')).stdout).toContain('(its value is not on record: sent again)');
    expect((await apply()).stdout).toContain('0 added, 2 changed');
    expect((await apply()).stdout).toContain('0 added, 0 changed');
  });
});

it('a value whose update fails stays a change, until one succeeds', async () => {
  const { world, apply, run } = buildWorld();
  await apply();
  world.variables.set('API_TOKEN', SECOND);
  world.fail([{ fault: { kind: 'error-before-commit' }, operations: ['updateCluster'] }]);
  expect(await apply()).toMatchObject({ code: 4 });
  world.fail([]);
  const planned = await run('plan', '--secrets', '--refresh');
  expect(planned.stdout).toMatch(/env_vars\.TOKEN +\(its value changed\)/);
  expect((await apply()).stdout).toContain('0 added, 1 changed');
  expect((await apply()).stdout).toContain('0 added, 0 changed');
});

it('a run that is killed while it brings over a value leaves it old or new, and the next one makes it new', async () => {
  const [only] = TOML.split('[cloud.b.helix]');
  for (let at = 2; ; at += 5) {
    const { world, sent, apply } = buildWorld(only);
    await apply();
    world.variables.set('API_TOKEN', SECOND);
    const killed = await world.killed(at, 'apply', '--auto-approve');
    const { code, stdout } = await apply();
    const patches = sent.filter(({ method, env }) => method === 'PATCH' && env['TOKEN'] === SECOND);
    expect([at, code, patches.length > 0]).toEqual([at, 0, true]);
    if (killed !== null) {
      expect(stdout).toContain('0 added, 0 changed');
      break;
    }
  }
});

it('no value is in an output, a plan or the state', async () => {
  const { world, outputs, apply, run } = buildWorld();
  await apply();
  world.variables.set('API_TOKEN', SECOND);
  for (const words of [
    'plan --secrets --json',
    'plan --secrets --full',
    'status --json',
    'state show cluster.a',
  ]) {
    expect(await run(...words.split(' '))).toMatchObject({ code: 0 });
  }
  await apply('--verbose');
  await run('state', 'pull');
  await run('history', '--json');
  const told = outputs.join('\n');
  for (const value of [FIRST, SECOND, 'value of OTHER_KEY']) expect(told).not.toContain(value);
  expect(told).toContain('env:API_TOKEN');
});
