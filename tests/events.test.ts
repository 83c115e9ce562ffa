import { MemoryWorld } from './in-process/memory-world';
import { jsonLinesOf } from './json-lines';

const HELIX_TOML = `[project]
name = "shop"
[cloud.a.helix]
cluster_id = "shop-a"
ttl = "7d"
[cloud.b.helix]
cluster_id = "shop-b"
`;

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

function shop(toml = HELIX_TOML): MemoryWorld {
  return new MemoryWorld({ files: { 'helix.toml': toml, 'db/schema.hx': 'N::A { x: String }\n' } });
}

function messagesIn(text: string | undefined): readonly Message[] {
  return jsonLinesOf(text ?? '') as readonly Message[];
}

/** The types in their order, each run of equal ones once. */
function typesIn(messages: readonly Message[]): readonly string[] {
  return messages.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
}

describe('--events', () => {
  it('tells of a plan: each change, then the counts with digest and cost', async () => {
    const world = shop();
    const { stdout } = await world.run('plan', '--events', 'plan.ndjson');
    const messages = messagesIn(world.read('plan.ndjson')).filter(({ type }) => type !== 'diagnostic');
    expect(typesIn(messages)).toEqual(['version', 'planned_change', 'change_summary']);
    expect(messages[1]).toMatchObject({
      change: {
        resource: { addr: 'cluster.a', resource_type: 'cluster', resource_name: 'a' },
        action: 'create',
      },
      helix: { source: { file: 'helix.toml', line: 3 } },
    });
    const [digest] = /helix1:\w+/.exec(stdout) ?? [];
    expect(messages.at(-1)).toMatchObject({
      changes: { add: 2, change: 0, import: 0, remove: 0, operation: 'plan' },
      helix: { digest, refused: false },
    });
  });

  it('tells of an apply while the screen stays for people, and appends', async () => {
    const world = shop();
    await world.run('plan', '--events', 'run.ndjson');
    const { stdout } = await world.run('apply', '--auto-approve', '--events', 'run.ndjson');
    expect(stdout).toContain('2 added');
    const messages = messagesIn(world.read('run.ndjson'));
    const hooks = messages.filter(({ type }) => type === 'apply_start' || type === 'apply_complete');
    expect(hooks).toHaveLength(4);
    expect(messages.filter(({ type }) => type === 'version')).toHaveLength(2);
    expect(messages.slice(-2)).toMatchObject([
      { type: 'change_summary', changes: { add: 2, operation: 'apply' } },
      { type: 'outputs', outputs: { 'cluster.a': { sensitive: false }, 'cluster.b': {} } },
    ]);
  });

  it('is what --json prints on standard output, with the summary on the last line', async () => {
    const world = shop();
    const { stdout } = await world.run('apply', '--auto-approve', '--json', '--events', 'run.ndjson');
    const lines = stdout.trim().split('\n');
    expect(JSON.parse(lines.pop() ?? '')).toMatchObject({ counts: { added: 2 } });
    expect(`${lines.join('\n')}\n`).toBe(world.read('run.ndjson'));
  });

  it('tells of a failed operation, with the error', async () => {
    const world = shop();
    world.write('db/schema.hx', 'N::A { x: ');
    const { code } = await world.run('apply', '--auto-approve', '--events', 'run.ndjson');
    expect(code).not.toBe(0);
    const errored = messagesIn(world.read('run.ndjson')).filter(({ type }) => type === 'apply_errored');
    expect(errored).toHaveLength(2);
    expect(errored[0]).toMatchObject({ '@level': 'error', helix: { result: 'failed' } });
  });

  it('tells of an error at its place', async () => {
    const world = shop('[cloud.a.helix]\nsize = 1\n');
    await world.run('plan', '--events', 'plan.ndjson');
    expect(messagesIn(world.read('plan.ndjson')).at(-1)).toMatchObject({
      '@level': 'error',
      diagnostic: { range: { filename: 'helix.toml', start: { line: 2, column: 8, byte: 0 } } },
    });
  });
});
