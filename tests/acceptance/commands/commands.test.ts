import { readFileSync } from 'node:fs';
import type { TestProject } from '../../helix';
import { Running } from '../../running';
import { sharedCloud } from '../../shared-cloud';

const TOML = `# papertrail, all of it
[project]
name = "papertrail" # keep me

[cloud.staging.helix]
cluster_id = "ID-staging"
ttl = "2d"
`;

const shared = sharedCloud();
const { project } = shared;

function papertrail(files: Record<string, string> = {}): TestProject {
  return project({ 'helix.toml': TOML, 'db/schema.hx': 'N::Paper { title: String }\n', ...files });
}

async function applyProject(): Promise<TestProject> {
  const made = papertrail();
  await made.runHelix('apply', '--auto-approve');
  return made;
}

/** How many changes the cloud has committed so far. */
async function countCommits(): Promise<unknown> {
  return ((await shared.cloud.readCalls()) as { commits: unknown }).commits;
}

describe('init', () => {
  it('makes a project that is valid, keeps .helix out of git, and says what comes next', async () => {
    const made = project({ '.gitignore': 'dist' });
    const run = await made.run(['init', '--name', 'papertrail']);
    const wrote = 'Wrote helix.toml, db/schema.hx, db/queries.hx and .gitignore.\n';
    expect([run.code, run.stdout]).toEqual([0, wrote]);
    expect(run.stderr).toContain('helix deploy');
    expect(made.read('.gitignore')).toBe('dist\n.helix/\ntarget/\n*.log\n');
    expect(await made.runHelix('plan')).toContain('+ instance.dev');

    const again = await made.run(['init']);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('helix.toml here already')]);
  });

  it('with --cloud declares a first cluster, pins the prices, and creates nothing', async () => {
    const made = project({});
    const before = await countCommits();
    await made.runHelix('init', '--cloud', '--cloud-region', 'eu-west-1');
    expect(made.read('helix.toml')).toMatch(
      /\[cloud\.production\.helix\]\ncluster_id = "helix-production-[0-9a-f-]{36}"\nregion = "eu-west-1"/,
    );
    expect(await made.runHelix('plan')).toMatch(/\+ cluster.production +eu-west-1, small/);
    expect(await made.runHelix('plan')).toMatch(/cost +\+\$72.27\/mo/);
    expect(await countCommits()).toEqual(before);
  });

  it('with --cloud --emulator is a project that can be applied, with what was asked for', async () => {
    const made = project({});
    await made.runHelix(
      'init',
      '--name',
      'shop',
      '--cloud',
      '--emulator',
      '--size',
      'medium',
      '--ttl',
      '36h',
    );
    const text = made.read('helix.toml');
    expect(text).toContain('[helix_cloud]\nendpoint = "embedded"\n');
    expect(text).toMatch(/region = "us-east-1"\nsize = "medium"\nbuild_mode = "release"\nttl = "1d12h"\n$/);
    const [, schema = ''] = /^#:schema (\S+)\n/.exec(text) ?? [];
    expect(JSON.parse(readFileSync(new URL(schema), 'utf8'))).toMatchObject({ title: 'HelixToml' });
    expect(await made.runHelix('plan')).toContain('Plan: 1 to add');
    const idle = await made.run(['init', '--size', 'medium']);
    expect([idle.code, idle.stderr]).toEqual([64, expect.stringContaining('Add `--cloud`')]);
  });

  it('beside a blueprint keeps its name, and needs no cloud.toml', async () => {
    const made = project({
      'Blueprint.toml': '[blueprint]\nname = "node"\n',
      '../home/.config/helix/cloud.toml': '[',
    });
    const run = await made.run(['init', '--cloud']);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('Your defaults are not used')]);
    expect(made.read('helix.toml')).toContain('name = "node"');
  });

  it('writes nothing for an invalid name or an unknown region, and reports it', async () => {
    const made = project({});
    const name = await made.run(['init', '--name', 'a/../b']);
    expect([name.code, name.stderr]).toEqual([1, expect.stringContaining('nothing was written')]);
    const region = await made.run(['init', '--cloud', '--cloud-region', 'mars', '--name', 'ok']);
    expect([region.code, region.stderr]).toEqual([1, expect.stringContaining('no region `mars`')]);
  });
});

describe('add', () => {
  it('declares a cluster in place, comments kept, and creates nothing remote', async () => {
    const made = papertrail();
    const before = await countCommits();
    const added = await made.runHelix('add', 'production', '--cloud', '--cloud-region', 'eu-west-1');
    expect(added).toMatch(
      /Added \[cloud.production.helix\] with cluster_id = "helix-production-[0-9a-f-]{36}"/,
    );
    const text = made.read('helix.toml');
    expect(text.startsWith(TOML.replace('ID-', /t\d+-/.exec(text)![0]))).toBe(true);
    expect(text).toMatch(/\[cloud\.production\.helix\]\ncluster_id = .+\nregion = "eu-west-1"\n/);
    expect(await made.runHelix('plan')).toContain('Plan: 2 to add');
    expect(await countCommits()).toEqual(before);
  });

  it('declares a cluster with a size and a TTL', async () => {
    const made = papertrail();
    await made.runHelix('add', 'small', '--cloud', '--size', 'small', '--ttl', '7d', '--build-mode', 'dev');
    expect(made.read('helix.toml')).toMatch(/size = "small"\nbuild_mode = "dev"\nttl = "7d"\n$/);
  });

  it('declares a machine without an image, and says what that means; a broken cloud.toml is not needed', async () => {
    const made = papertrail({ '../home/.config/helix/cloud.toml': '[' });
    const run = await made.run(['add', 'api', '--provider', 'GCP', '--cpu', '2']);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('[deploy.api] names no image')]);
    expect(run.stderr).toContain('Your defaults are not used');
    expect(made.read('helix.toml')).toContain('[deploy.api]\nprovider = "google"\n');
    const needed = await made.run(['add', 'web', '--cpu', '2']);
    expect([needed.code, needed.stderr]).toEqual([1, expect.stringContaining('cloud.toml has errors')]);
  });

  it('chooses for `auto` what can be applied', async () => {
    const made = papertrail();
    const added = await made.runHelix('add', 'api', '--provider', 'auto', '--image', 'nginx:1.27');
    expect(added).toMatch(/^Chosen: (aws|google|azure|digitalocean|vultr) /m);
    expect(made.read('helix.toml')).toContain('image = "nginx:1.27"');
    expect(await made.runHelix('plan')).not.toContain('Not applied by this version');
  });

  it.each([
    [['x', '--size', 'small'], 64, 'Add `--cloud`'],
    [['x', '--cloud', '--image', 'a'], 64, 'machine options'],
    [['x', '--cloud', '--build-mode', 'fast'], 64, 'dev or release'],
    [['x', '--cloud', '--size', 'huge'], 1, 'huge'],
    [['staging', '--cloud'], 1, 'an instance "staging" already'],
    [['a b', '--cloud'], 1, 'cannot be the name of an instance'],
    [['far', '--cloud', '--cloud-region', 'mars'], 1, 'no region `mars`'],
    [['x'], 64, '--cloud'],
  ])('refuses %j and leaves the file as it is', async (words, code, why) => {
    const made = papertrail();
    const before = made.read('helix.toml');
    const run = await made.run(['add', ...words]);
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(why)]);
    expect(made.read('helix.toml')).toBe(before);
  });
});

describe('validate', () => {
  it('says that a project is valid, without a network', async () => {
    const made = papertrail();
    const run = await made.run(['validate'], { env: { HELIX_CLOUD_URL: 'http://127.0.0.1:9' } });
    expect([run.code, run.stdout]).toEqual([0, 'Valid: papertrail, 1 instance in helix.toml.\n']);
  });

  it('lists every mistake at its place with what was meant, and ends with 1', async () => {
    const made = papertrail();
    made.edit('helix.toml', 'ttl = "2d"', 'tll = "2d"\nsize = 3');
    const run = await made.run(['validate']);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/helix\.toml:7:1\n +7 \| tll = "2d"\n +\| \^\^\^\n +hint: .*`ttl`/);
    expect(run.stdout).toMatch(/helix\.toml:8:8/);
    expect(run.stdout).toContain('2 errors');
  });

  it('gives the Problems as data', async () => {
    const made = papertrail();
    made.edit('helix.toml', '"2d"', '"2m"');
    const run = await made.run(['validate', '--json']);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      valid: false,
      problems: [{ severity: 'error', place: { file: 'helix.toml', line: 7, column: 7 } }],
    });
  });

  it('fails on warnings with --strict alone', async () => {
    const made = papertrail();
    made.write('helix.toml', `${made.read('helix.toml')}env_vars = { API_TOKEN = "hunter2hunter2" }\n`);
    expect((await made.run(['validate'])).code).toBe(0);
    expect((await made.run(['validate', '--strict'])).code).toBe(1);
  });

  it('knows the helix.toml of the text editor', async () => {
    const made = project({ 'helix.toml': 'theme = "onedark"\n\n[editor]\nline-number = "relative"\n' });
    const run = await made.run(['validate']);
    expect([run.code, run.stdout]).toEqual([1, expect.stringContaining('text editor')]);
  });

  it('says where it looked when there is no project', async () => {
    const made = project({ 'deep/er/note': '' });
    for (const verb of ['validate', 'plan', 'apply']) {
      const run = await made.run([verb], { cwd: 'deep/er' });
      expect([run.code, run.stdout]).toEqual([1, '']);
      expect(run.stderr).toContain(`${made.directory}/deep/er, ${made.directory}/deep, ${made.directory},`);
    }
  });
});

describe('graph', () => {
  const WITH_IMAGE = {
    'helix.toml': `${TOML}\n[cloud.api.ecr]\nrepository_name = "papertrail"\nregion = "us-east-1"\n`,
  };

  it('prints DOT with its edges', async () => {
    const dot = await papertrail(WITH_IMAGE).runHelix('graph');
    expect(dot).toMatch(/^digraph helix \{\n/);
    expect(dot).toContain('"image.api" -> "registry_repo.api";');
    expect(dot).toContain('"ttl_policy.staging" -> "cluster.staging"');
  });

  it('prints Mermaid with its edges, and JSON; another format is refused with 64', async () => {
    const made = papertrail(WITH_IMAGE);
    const mermaid = await made.runHelix('graph', '--format', 'mermaid');
    const node = (address: string) => new RegExp(`(n\\d+)[[(]+"${address}`).exec(mermaid)![1]!;
    expect(mermaid).toMatch(/^flowchart LR\n/);
    expect(mermaid).toContain(`${node('image.api')} --> ${node('registry_repo.api')}`);
    const json = JSON.parse(await made.runHelix('graph', '--json')) as { resources: { address: string }[] };
    expect(json.resources.map(({ address }) => address)).toContain('image.api');
    expect((await made.run(['graph', '--format', 'svg'])).code).toBe(64);
  });
});

describe('what is recorded', () => {
  it('is listed and shown, with who applied it', async () => {
    const made = await applyProject();
    expect(await made.runHelix('state', 'list')).toMatch(/cluster.staging +helix-cloud us-east-1 +ready +20/);
    expect(await made.runHelix('state', 'show', 'staging')).toMatch(/applied +20.* by ada@laptop/);
    const record = JSON.parse(await made.runHelix('state', 'show', 'cluster.staging', '--json')) as object;
    expect(record).toMatchObject({ address: 'cluster.staging', status: 'ready', ttl_seconds: 172_800 });
    const missing = await made.run(['state', 'show', 'stagin']);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('Did you mean `staging`?')]);
  });

  it('gives its outputs, of all or of one, as text or JSON', async () => {
    const made = await applyProject();
    expect(await made.runHelix('output')).toMatch(/cluster.staging\n +endpoint_url +https:/);
    const outputs = JSON.parse(await made.runHelix('output', 'staging', '--json')) as Record<string, object>;
    expect(outputs['cluster.staging']).toMatchObject({ size: 'small', vcpu: 1 });
  });
});

describe('status', () => {
  it('asks the cloud, and gives JSON', async () => {
    const made = papertrail();
    expect(JSON.parse(await made.runHelix('status', '--json'))).toMatchObject([
      { address: 'cluster.staging', recorded: 'not created' },
    ]);
    await made.runHelix('apply', '--auto-approve');
    expect(JSON.parse(await made.runHelix('status', '--json'))).toMatchObject([
      { address: 'cluster.staging', recorded: 'ready', actual: 'running' },
    ]);
  });

  it('with --watch asks again until Ctrl-C, which is a good end', async () => {
    const run = new Running(await applyProject(), ['status', '--watch', '--every', '1s']);
    await run.waitForText('running');
    run.said = '';
    await run.waitForText('running');
    run.signal('SIGINT');
    expect(await run.end()).toBe(0);
  });
});

describe('logs', () => {
  it('are printed oldest first, as lines or as JSON, and can be limited', async () => {
    const made = await applyProject();
    const lines = (await made.runHelix('logs', 'staging')).trim().split('\n');
    expect(lines[0]).toMatch(/^20\S+Z info provisioning small in us-east-1$/);
    const [last] = (await made.runHelix('logs', 'staging', '--json', '--limit', '1')).trim().split('\n');
    expect(lines.at(-1)).toContain((JSON.parse(last!) as { message: string }).message);
    expect((await made.run(['logs', 'nobody'])).code).toBe(1);
  });

  it('are followed with -f until Ctrl-C, which is a good end', async () => {
    const made = await applyProject();
    const run = new Running(made, ['logs', 'staging', '-f']);
    await run.waitForText('provisioning');
    await made.runHelix('stop', 'staging');
    await run.waitForText('stopped');
    run.signal('SIGINT');
    expect(await run.end()).toBe(0);
  });
});

it('says what is recorded beside a helix.toml that was deleted, and the way out works', async () => {
  const made = await applyProject();
  made.empty('helix.toml');
  const lost = await made.run(['destroy', '--auto-approve']);
  expect([lost.code, lost.stdout]).toEqual([1, '']);
  expect(lost.stderr).toMatch(
    /still has the state of project `papertrail`: cluster\.staging in workspace default/,
  );
  made.write('helix.toml', '[project]\nname = "papertrail"\n');
  expect(await made.runHelix('destroy', '--auto-approve')).toContain('1 destroyed');
});
