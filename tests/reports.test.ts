import { MemoryWorld } from './in-process/memory-world';

const FILES = {
  'helix.toml': '[project]\nname = "shop"\n[cloud.a.helix]\ncluster_id = "shop-a"\nunknown_key = 1\n',
  'db/schema.hx': 'N::A { x: String }\n',
};

test('one run of plan writes a report for each file, in the format of its end', async () => {
  const world = new MemoryWorld({ files: FILES });
  const files = ['r.md', 'r.json', 'r.txt'];
  const run = await world.run('plan', ...files.flatMap((file) => ['--out-report', file]));
  expect(run.code).toBe(0);
  expect(world.read('r.txt')).toBe(run.stdout);
  expect(world.read('r.md')).toBe((await world.run('plan', '--format', 'markdown')).stdout);
  expect(world.read('r.md')).toMatch(
    /^<!-- helix:plan project=shop directory=\. workspace=default digest=helix1:\w{64} -->\n\n### Helix: 1 to add/,
  );
  expect(world.read('r.md')).toMatch(/\*\*Warning:\*\* .*unknown_key.*\(`helix\.toml:5`\)/);
  expect(JSON.parse(world.read('r.json') ?? '')).toMatchObject({
    applyable: true,
    helix: { project: 'shop' },
  });
});

test('show renders a saved plan in the same formats', async () => {
  const world = new MemoryWorld({ files: FILES });
  await world.run('plan', '--out', 'a.plan');
  const shown = await world.run('show', 'a.plan', '--format', 'markdown', '--out-report', 'r.md');
  expect(shown.code).toBe(0);
  expect(world.read('r.md')).toBe(shown.stdout);
  expect(shown.stdout).toContain('### Helix: 1 to add, 0 to change, 0 to destroy');
});

test('a report that cannot be written is an error of the report, and the plan is shown and saved', async () => {
  const world = new MemoryWorld({ files: FILES });
  const plain = await world.run('plan');
  const run = await world.run(
    'plan',
    '--out',
    'a.plan',
    '--out-report',
    'none/r.md',
    '--out-report',
    'r.txt',
  );
  expect([run.code, run.stdout, world.read('r.txt')]).toEqual([1, plain.stdout, plain.stdout]);
  expect(run.stderr).toContain(
    'Error: the report /project/none/r.md was not written: there is no directory /project/none\n',
  );
  expect((await world.run('apply', 'a.plan', '--auto-approve')).code).toBe(0);
});

test('the exit code of the plan wins over that of a lost report', async () => {
  const world = new MemoryWorld({ files: FILES });
  const run = await world.run('plan', '--detailed-exitcode', '--out-report', 'none/r.md');
  expect(run.code).toBe(2);
});

test.each([
  [['--format', 'jsn'], '--format takes text or markdown or'],
  [['--json', '--format', 'markdown'], '--json and --format markdown cannot be used together'],
  [['--out-report', 'r.pdf'], '--out-report takes a file with the end of a format, not "r.pdf"'],
  [['--max-bytes', '100'], '--max-bytes takes a whole number from 32768, not "100"'],
])('%j is refused before anything is planned', async (words, message) => {
  const world = new MemoryWorld({ files: FILES });
  const run = await world.run('plan', '--out', 'a.plan', ...words);
  expect([run.code, world.read('a.plan')]).toEqual([64, undefined]);
  expect(run.stderr).toContain(message);
});

test('the total of the document for readers of Infracost is that of the plan, on plan, show and estimate', async () => {
  const world = new MemoryWorld({ files: FILES });
  await world.run('cloud', 'regions', '--update');
  await world.run('plan', '--out', 'a.plan');
  const read = async (...words: string[]) =>
    JSON.parse((await world.run(...words)).stdout) as Record<string, unknown>;
  const { helix } = (await read('plan', '--json')) as { helix: { cost: { totalMonthlyCost: string } } };
  expect(Number(helix.cost.totalMonthlyCost)).toBeGreaterThan(0);
  for (const words of [['plan'], ['show', 'a.plan'], ['estimate']]) {
    const document = await read(...words, '--format', 'infracost');
    expect([words, Number(document['totalMonthlyCost']).toFixed(2)]).toEqual([
      words,
      helix.cost.totalMonthlyCost,
    ]);
  }
});

test('alternatives have no document for readers of Infracost', async () => {
  const world = new MemoryWorld({ files: FILES });
  const run = await world.run('estimate', '--cpu', '2', '--compare', '--format', 'infracost');
  expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('omit --compare and --regions')]);
});

test('the plans of engines are written only where they are made', async () => {
  const world = new MemoryWorld({ files: FILES });
  const run = await world.run('plan', '--terraform-json', 'stacks');
  expect([run.code, run.stderr]).toEqual([
    64,
    expect.stringContaining('--terraform-json goes with --verify'),
  ]);
});
