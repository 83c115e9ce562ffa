import { MemoryFiles } from './in-process/memory-files';
import { MemoryWorld } from './in-process/memory-world';

const TOML = `[project]
name = "shop"

[cloud.a.helix]
cluster_id = "shop-a"
size = "small"
`;

async function approve(world: MemoryWorld): Promise<string> {
  return /--plan-digest (helix1:\w+)/.exec((await world.run('plan')).stdout)?.[1] ?? 'none';
}

describe('an approved digest that is no longer that of the plan', () => {
  let world: MemoryWorld;
  const edit = (from: string, to: string) =>
    world.write('helix.toml', (world.read('helix.toml') ?? '').replace(from, to));
  beforeEach(async () => {
    const files = { 'helix.toml': TOML, 'db/schema.hx': 'N::A { x: String }\n' };
    world = new MemoryWorld({ files, stateFiles: new MemoryFiles() });
    await world.run('apply', '--auto-approve');
    edit('"small"', '"large"');
  });

  it('is shown against the plan of now, with the runs that changed the state since', async () => {
    const approved = await approve(world);
    edit('"large"', '"medium"');
    await world.run('apply', '--auto-approve');
    edit('"medium"', '"large"');
    const run = await world.run('apply', '--plan-digest', approved);
    expect(run.code).toBe(5);
    expect(run.stderr).toMatch(
      new RegExp(`approved: ${approved}, on state \\d+\\n  now: {6}helix1:\\w+, on state \\d+`),
    );
    expect(run.stderr).toContain('cluster.a: size was recorded differently');
    expect(run.stderr).toMatch(/since then: `apply` by \S+ at \S+/);
    expect(run.stderr).toContain('It would now update cluster.a (size medium -> large).');
  });

  it('is refused where it is empty, as an output that was lost between two jobs is', async () => {
    for (const command of ['apply', 'destroy']) {
      const run = await world.run(command, '--plan-digest', '');
      const message = '--plan-digest is empty: the step that made the plan gave no digest';
      expect([run.code, run.stderr]).toEqual([64, expect.stringContaining(message)]);
    }
  });

  it('says that its digest tells no more where the files were edited since', async () => {
    const approved = await approve(world);
    edit('"large"', '"medium"');
    const run = await world.run('apply', '--plan-digest', approved);
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining(`approved: ${approved}\n`)]);
    expect(run.stderr).toContain('It would now update cluster.a (size small -> medium). The files, a price');
    expect(run.stderr).not.toContain('since then');
  });
});
