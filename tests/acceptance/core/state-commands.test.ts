import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from '../../helix';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = `[project]
name = "papertrail"

[cloud.production.helix]
cluster_id = "ID-production"
size = "medium"
`;

const shared = sharedCloud();
const { project, checkout, listClustersOf: clustersOf } = shared;

function papertrail(extra = ''): TestProject {
  return project({ 'helix.toml': TOML + extra });
}

async function applyProject(extra = ''): Promise<TestProject> {
  const made = papertrail(extra);
  await made.runHelix('apply', '--auto-approve');
  return made;
}

async function readJson<T>(made: TestProject, ...words: string[]): Promise<T> {
  return JSON.parse(await made.runHelix(...words, '--json')) as T;
}

interface PulledState {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: Record<string, { protect: boolean; inputsDigest: string }>;
}

const pull = async (made: TestProject) => JSON.parse(await made.runHelix('state', 'pull')) as PulledState;

describe('state history', () => {
  it('says who changed what, when, from which plan and with which result, the newest first', async () => {
    const made = await applyProject();
    const { helix } = JSON.parse(await made.runHelix('plan', '--destroy', '--json')) as {
      helix: { digest: string };
    };
    await made.runHelix('destroy', '--auto-approve');
    const runs = await readJson<Record<string, unknown>[]>(made, 'state', 'history');
    expect(runs).toMatchObject([
      {
        operation: 'destroy',
        by: 'ada@laptop',
        plan_digest: helix.digest,
        ended: { result: 'done', done: { delete: 1 } },
      },
      { operation: 'apply', by: 'ada@laptop', ended: { result: 'done', done: { create: 1 }, not_done: 0 } },
    ]);
    expect(await made.runHelix('state', 'history')).toMatch(/ada@laptop +destroy +1 destroyed +- +helix1:/);
  });

  it('remembers what was edited by hand, and nothing of what changed nothing', async () => {
    const made = await applyProject();
    await made.runHelix('apply', '--auto-approve');
    await made.runHelix('stop', 'production');
    await made.runHelix('state', 'rm', 'production');
    const runs = await readJson<{ operation: string }[]>(made, 'state', 'history');
    expect(runs.map(({ operation }) => operation)).toEqual([
      'state rm cluster.production',
      'stop cluster.production',
      'apply',
    ]);
  });

  it('tells of a run that was killed that it did not end', async () => {
    const made = papertrail();
    const creation = shared.cloud.keepBack(/^POST .*\/create$/);
    const run = new Running(made, ['apply', '--auto-approve']);
    await creation.arrived;
    run.signal('SIGKILL');
    await run.end();
    await creation.release();
    const [told] = await readJson<{ ended: unknown }[]>(made, 'state', 'history');
    expect(told).toMatchObject({ operation: 'apply', ended: null });
    expect(await made.runHelix('state', 'history')).toContain('interrupted or under way');
    await made.runHelix('apply', '--auto-approve');
    expect(await clustersOf(made)).toHaveLength(1);
  });

  it('is empty where nothing was done', async () => {
    expect(await papertrail().runHelix('state', 'history')).toBe('Nothing was changed yet.\n');
  });
});

describe('state rm', () => {
  it('forgets the record and leaves the cluster, which import takes back', async () => {
    const made = await applyProject();
    const before = await clustersOf(made);
    expect(await made.runHelix('state', 'rm', 'cluster.production')).toContain('helix import');
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
    expect(await clustersOf(made)).toEqual(before);
    await made.runHelix('import', 'cluster.production', before[0]!.cluster_id, '--auto-approve');
    expect(await made.runHelix('plan')).toContain('No changes');
  });

  it('has a second name, and refuses what is not recorded', async () => {
    const made = await applyProject();
    const run = await made.run(['state', 'forget', 'staging']);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('nothing is recorded as "staging"')]);
    await made.runHelix('state', 'forget', 'production');
    expect(await pull(made)).toMatchObject({ resources: {} });
  });
});

describe('state mv', () => {
  it('lets a renamed table keep its cluster: the owner follows, and the next plan is empty', async () => {
    const made = await applyProject();
    made.edit('helix.toml', '[cloud.production.helix]', '[cloud.live.helix]');
    expect(await made.runHelix('plan')).toContain('moved from cluster.production, with all its data');
    expect(await made.runHelix('state', 'mv', 'cluster.production', 'cluster.live')).toContain(
      'cluster.production is now cluster.live.',
    );
    expect(await made.runHelix('plan', '--refresh')).toContain('No changes');
    expect(await clustersOf(made)).toMatchObject([
      { owner: { address: 'cluster.live' }, labels: { 'helix-address': 'cluster.live' } },
    ]);
    expect(await made.runHelix('destroy', '--auto-approve')).toContain('1 destroyed');
  });

  it('warns where no table declares the new address', async () => {
    const made = await applyProject();
    const moved = await made.run(['state', 'mv', 'production', 'lost']);
    expect([moved.code, moved.stderr]).toEqual([
      0,
      expect.stringContaining('No table declares cluster.lost.'),
    ]);
    // The table that is declared has its id.
    expect(await made.runHelix('plan')).toContain('moved from cluster.lost');
  });

  it('refuses an address that is taken or cannot be', async () => {
    const made = await applyProject('\n[cloud.other.helix]\ncluster_id = "ID-other"\n');
    const taken = await made.run(['state', 'mv', 'production', 'other']);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('already recorded')]);
    const kind = await made.run(['state', 'mv', 'production', 'image.live']);
    expect([kind.code, kind.stderr]).toEqual([64, expect.stringContaining('cannot become image.live')]);
    expect(Object.keys((await pull(made)).resources)).toEqual(['cluster.other', 'cluster.production']);
  });
});

describe('state pull and push', () => {
  it('write an edited copy back as the next serial', async () => {
    const made = await applyProject();
    const pulled = await pull(made);
    const edited = structuredClone(pulled);
    edited.resources['cluster.production']!.protect = true;
    made.write('copy.json', JSON.stringify(edited));
    expect(await made.runHelix('state', 'push', 'copy.json')).toBe(`Wrote serial ${pulled.serial + 1}.\n`);
    expect(await pull(made)).toMatchObject({
      serial: pulled.serial + 1,
      resources: { 'cluster.production': { protect: true } },
    });
  });

  it('refuse a copy that something was written over since, unless forced', async () => {
    const made = await applyProject();
    const text = await made.runHelix('state', 'pull');
    made.edit('helix.toml', '"medium"', '"large"');
    await made.runHelix('apply', '--auto-approve');
    const now = await pull(made);
    const run = await made.run(['state', 'push', '-'], { input: text });
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining(`has serial ${now.serial}`)]);
    expect(await pull(made)).toEqual(now);
    expect((await made.run(['state', 'push', '-', '--force'], { input: text })).code).toBe(0);
    expect((await pull(made)).serial).toBe(now.serial + 1);
  });

  it('refuse another lineage, unless forced; then what was there is kept in a file', async () => {
    const made = await applyProject();
    const other = checkout(made);
    const mine = await pull(made);
    const text = JSON.stringify({ ...mine, lineage: 'another' });
    const run = await made.run(['state', 'push', '-'], { input: text });
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('its lineage is another')]);
    const forced = await made.run(['state', 'push', '-', '--force'], { input: text });
    expect(forced.code).toBe(0);
    const kept = /saved in (\S+\.json)/.exec(forced.stderr)![1]!;
    expect(JSON.parse(made.read(kept))).toEqual(mine);
    expect(await pull(made)).toMatchObject({ lineage: 'another', resources: mine.resources });
    // An empty state accepts a copy of any lineage.
    expect((await other.run(['state', 'push', '-'], { input: text })).code).toBe(0);
    expect(await pull(other)).toMatchObject({ lineage: 'another' });
  });

  it.each([
    ['no JSON', 'lineage', 1, 'not JSON'],
    ['no state', '{"format":1}', 1, 'lineage is missing'],
    ['of a newer Helix', '{"format":2}', 1, 'newer Helix'],
  ])('refuse what is %s', async (_, input, code, words) => {
    const made = papertrail();
    const run = await made.run(['state', 'push', '-', '--force'], { input });
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(words)]);
  });

  it('refuse the state of another workspace, even when forced', async () => {
    const made = await applyProject();
    const run = await made.run(['state', 'push', '-', '--force', '--workspace', 'preview'], {
      input: await made.runHelix('state', 'pull'),
    });
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('workspace default')]);
  });

  it('have nothing to pull where nothing is recorded', async () => {
    expect((await papertrail().run(['state', 'pull'])).code).toBe(1);
  });
});

describe('state verify', () => {
  it('finds nothing in what Helix wrote, and says what it read', async () => {
    const made = await applyProject();
    expect(await made.runHelix('state', 'verify')).toMatch(
      /^default {2}\S+state: serial \d+, 1 resource(; \d+ earlier states? read, up to serial \d+)?: fine\n$/,
    );
    expect(await papertrail().runHelix('state', 'verify')).toContain('nothing is recorded: fine');
  });

  it('finds what was edited by hand, in any workspace', async () => {
    const made = await applyProject();
    const state = await pull(made);
    state.resources['cluster.production']!.inputsDigest = 'sha256:0';
    made.write('copy.json', JSON.stringify({ ...state, resources: state.resources }));
    await made.runHelix('state', 'push', 'copy.json');
    const run = await made.run(['state', 'verify', '--all-workspaces']);
    expect([run.code, run.stdout]).toEqual([
      1,
      expect.stringContaining('cluster.production: its inputs were edited'),
    ]);
  });

  it('reads what is kept beside the newest, and its journal, too', async () => {
    const made = await applyProject();
    for (const word of ['stop', 'start']) await made.runHelix(word, 'production');
    const directory = '.helix/state/default';
    const files = readdirSync(join(made.directory, directory));
    const serials = files
      .map((name) => Number(/^state\.(\d+)\.json$/.exec(name)?.[1] ?? 0))
      .filter((serial) => serial > 0)
      .sort((a, b) => b - a);
    const [, second = 0, third = 0] = serials;
    const verifyState = async () => {
      const run = await made.run(['state', 'verify', '--json']);
      return [run.code, JSON.parse(run.stdout)] as unknown;
    };
    expect(await verifyState()).toEqual([
      0,
      [expect.objectContaining({ serial: serials[0], older: serials.slice(1), findings: [] })],
    ]);
    made.write(`${directory}/state.${second}.json`, '{"format":1,');
    const other = JSON.parse(made.read(`${directory}/state.${third}.json`)) as { state: object };
    made.write(
      `${directory}/state.${third}.json`,
      JSON.stringify({ ...other, state: { ...other.state, workspace: 'preview' } }),
    );
    expect(await verifyState()).toEqual([
      1,
      [
        expect.objectContaining({
          serial: serials[0],
          older: serials.slice(2),
          findings: [
            {
              about: `state of serial ${second}`,
              message: expect.stringContaining(`state.${second}.json is damaged`) as string,
            },
            { about: `state of serial ${third}`, message: 'it belongs to workspace preview' },
          ],
        }),
      ],
    ]);
    made.write(`${directory}/journal.99.jsonl`, 'x\n{}\n');
    expect(await verifyState()).toMatchObject([
      1,
      [
        {
          serial: null,
          findings: [{ message: expect.stringContaining('journal.99.jsonl, line 1') as string }, {}, {}],
        },
      ],
    ]);
  });

  it('reports a damaged file instead of failing on it', async () => {
    const made = await applyProject();
    const directory = join(made.directory, '.helix', 'state', 'default');
    const newest = readdirSync(directory)
      .filter((name) => name.startsWith('state.'))
      .sort()
      .at(-1)!;
    made.write(`.helix/state/default/${newest}`, '{"format":1,');
    const run = await made.run(['state', 'verify', '--json']);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject([
      { workspace: 'default', findings: [{ message: expect.stringContaining('damaged') as string }] },
    ]);
  });
});

describe('[state] encryption', () => {
  const ENCRYPTED = '\n[state]\nencryption = { key = "env:STATE_KEY" }\n';
  const KEY = { STATE_KEY: randomBytes(32).toString('base64') };

  function onDisk(made: TestProject): string {
    const directory = join(made.directory, '.helix', 'state', 'default');
    const names = readdirSync(directory).filter((name) => !name.startsWith('lock.'));
    return names.map((name) => readFileSync(join(directory, name), 'utf8')).join('\n');
  }

  it('keeps nothing in plain, and every command reads it', async () => {
    const made = papertrail(ENCRYPTED);
    const run = async (...words: string[]) => made.run(words, { env: KEY });
    expect((await run('apply', '--auto-approve')).code).toBe(0);
    expect(onDisk(made)).toMatch(/^helix-sealed/);
    expect(onDisk(made)).not.toContain('production');
    expect((await run('plan')).stdout).toContain('No changes');
    expect((await run('state', 'list')).stdout).toContain('cluster.production');
  });

  it('ends with 3 when the key is missing, wrong or none, and shows no key', async () => {
    const made = papertrail(ENCRYPTED);
    await made.run(['apply', '--auto-approve'], { env: KEY });
    const missing = await made.run(['plan']);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('STATE_KEY')]);
    const wrong = await made.run(['plan'], { env: { STATE_KEY: randomBytes(32).toString('base64') } });
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('another key')]);
    const none = await made.run(['plan'], { env: { STATE_KEY: 'hunter2' } });
    expect(none.code).toBe(3);
    expect(none.stderr).not.toContain('hunter2');
    made.edit('helix.toml', ENCRYPTED, '');
    expect((await made.run(['plan'])).code).toBe(3);
  });

  it('is switched on, given another key and switched off with what is there', async () => {
    const made = await applyProject();
    const NEXT = { NEXT_KEY: randomBytes(32).toString('hex') };
    const touch = async (table: string, env: Record<string, string>) => {
      const [before = ''] = made.read('helix.toml').split('\n[state]');
      made.write('helix.toml', `${before.trimEnd()}\n\n[state]\nencryption = ${table}\n`);
      const run = await made.run(['stop', 'production'], { env });
      expect([run.code, run.stderr]).toEqual([0, '']);
      return made.run(['start', 'production'], { env });
    };
    await touch('{ key = "env:STATE_KEY" }', KEY);
    await touch('{ key = "env:NEXT_KEY", previous_key = "env:STATE_KEY" }', { ...KEY, ...NEXT });
    expect((await touch('{ key = "env:NEXT_KEY" }', NEXT)).code).toBe(0);
    await touch('{ previous_key = "env:NEXT_KEY" }', NEXT);
    made.write('helix.toml', made.read('helix.toml').split('\n[state]')[0]!);
    expect(await made.runHelix('state', 'list')).toContain('cluster.production');
  });
});
