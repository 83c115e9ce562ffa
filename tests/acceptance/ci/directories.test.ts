import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, TestProject } from '../../helix';
import { sharedCloud } from '../../shared-cloud';
import { ForgeServer } from './forge-server';

const shared = sharedCloud();
const { project } = shared;
let forge: ForgeServer;
beforeAll(async () => (forge = await ForgeServer.start()));
afterAll(() => forge.stop());
beforeEach(() => forge.reset());

function toml(cluster: string, more = ''): string {
  return `[project]\nname = "shop"\n\n[cloud.main.helix]\ncluster_id = "ID-${cluster}"\n${more}`;
}

/** Two projects of one name in one checkout, and one whose file is broken. */
function twoProjects(more = ''): TestProject {
  const schema = 'N::Item { name: String }\n';
  return project({
    'shop/helix.toml': toml('shop', more),
    'shop/db/schema.hx': schema,
    'blog/helix.toml': toml('blog', more),
    'blog/db/schema.hx': schema,
    'broken/helix.toml': 'name = \n',
  });
}

function job(made: TestProject): Record<string, string> {
  mkdirSync(made.home, { recursive: true });
  const event = join(made.home, 'event.json');
  const repo = { full_name: 'acme/shop' };
  const pull = { number: 7, head: { sha: 'c0ffee', repo }, base: { repo } };
  writeFileSync(event, JSON.stringify({ pull_request: pull }));
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: forge.url,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_PATH: event,
    GITHUB_WORKSPACE: made.directory,
    GITHUB_STEP_SUMMARY: join(made.home, 'summary.md'),
    GITHUB_OUTPUT: join(made.home, 'outputs'),
    GITHUB_TOKEN: forge.token,
  };
}

describe('plan with several --directory', () => {
  it('keeps a comment for each, marks mistakes at their file, and ends with the worst exit code', async () => {
    const made = twoProjects('colour = "red"\n');
    const words = [
      '-C',
      'shop',
      '-C',
      'blog',
      '-C',
      'broken',
      '--comment',
      'github',
      '--out-report',
      'all.md',
    ];
    const run: Run = await made.run(['plan', ...words, '--detailed-exitcode'], { env: job(made) });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^Directory shop\nshop, workspace[^]*\nDirectory blog\nshop, workspace/);
    expect(forge.bodies).toEqual([
      expect.stringMatching(/directory=shop [^]*### Helix \(`shop`\): 1 to add/),
      expect.stringMatching(/directory=blog [^]*### Helix \(`blog`\): 1 to add/),
    ]);
    expect(made.read('all.md')).toBe(forge.bodies.join('\n'));
    for (const place of ['warning file=shop/helix.toml,line=6', 'error file=broken/helix.toml,line=1'])
      expect(run.stderr).toContain(`::${place}`);
    expect(readFileSync(join(made.home, 'outputs'), 'utf8')).toMatch(/^changes=2\nmonthly_cost=/);
  });

  it.each([
    ['--out', 'a.plan'],
    ['--out-report', 'a.html'],
    ['--format', 'infracost'],
  ])('refuses what is of one plan: %s %s', async (...words) => {
    const made = twoProjects();
    const run = await made.run(['plan', '-C', 'shop', '-C', 'blog', ...words]);
    expect([run.code, run.stdout, run.stderr]).toEqual([
      64,
      '',
      expect.stringContaining('several --directory'),
    ]);
  });
});

describe('destroy --expired with several --directory', () => {
  it('looks through all workspaces of each, counts them together, and writes one report', async () => {
    const made = twoProjects('ttl = "1h"\n');
    const apply = async (...words: string[]) => made.runHelix('apply', '--auto-approve', ...words);
    await apply('-C', 'shop');
    await apply('-C', 'blog');
    await apply('-C', 'shop', '--workspace', 'pr-7');
    expect(await shared.cloud.listClusters()).toHaveLength(3);
    const later = { env: job(made), node: made.clockOffBy(7_200_000) };
    const words = [
      'destroy',
      '--expired',
      '--all-workspaces',
      '--auto-approve',
      '-C',
      'shop',
      '-C',
      'broken',
    ];
    const many = await made.run([...words, '-C', 'blog', '--max-destroy', '2'], later);
    expect([many.code, many.stderr]).toEqual([5, expect.stringContaining('3 resources would be destroyed')]);
    expect(await shared.cloud.listClusters()).toHaveLength(3);

    const run = await made.run([...words, '-C', 'blog', '--json', '--out-report', 'expired.md'], later);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject([
      { directory: 'shop', workspace: 'default', counts: { destroyed: 1 } },
      { directory: 'shop', workspace: 'pr-7', counts: { destroyed: 1 } },
      { directory: 'broken', workspace: null, error: { kind: 'config' } },
      { directory: 'blog', workspace: 'default', counts: { destroyed: 1 } },
    ]);
    expect(await shared.cloud.listClusters()).toEqual([]);
    const report = made.read('expired.md');
    expect(report).toContain('### Helix destroy --expired: 3 destroyed in 4 workspaces, **1 failed**');
    expect(report).toContain('| `shop` | `pr-7` | `cluster.main` | destroyed |');
    expect(readFileSync(join(made.home, 'summary.md'), 'utf8')).toBe(report);
  });

  it('is for --expired alone', async () => {
    const run = await twoProjects().run(['destroy', '-C', 'shop', '-C', 'blog', '--auto-approve']);
    expect([run.code, run.stderr]).toEqual([64, expect.stringContaining('takes one --directory')]);
  });
});
