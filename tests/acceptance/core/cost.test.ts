import { TestProject } from '../../helix';

const projects: TestProject[] = [];
afterEach(() => projects.splice(0).forEach((project) => project.remove()));

/** A machine without a prebuilt image runs one of its own. */
const Dockerfile = 'FROM scratch\n';

function project(files: Readonly<Record<string, string>>): TestProject {
  const made = new TestProject(files);
  projects.push(made);
  return made;
}

const CLUSTERS = `[project]
name = "shop"

[helix_cloud]
endpoint = "embedded"

[cloud.a.helix]
cluster_id = "shop-a"
size = "small"
`;

let lock = '';
beforeAll(async () => {
  const made = new TestProject({ 'helix.toml': CLUSTERS });
  await made.runHelix('cloud', 'regions', '--update');
  lock = made.read('helix.lock.json');
  made.remove();
});

/** A project on the emulator, whose prices are pinned: a small cluster is $67.53 a month, a medium one $135.05. */
function priced(more: string): TestProject {
  return project({ 'helix.toml': CLUSTERS + more, 'helix.lock.json': lock });
}

interface PlanJson {
  readonly applyable: boolean;
  readonly errored: boolean;
  readonly helix: {
    readonly digest: string;
    readonly refusals: readonly {
      code: string;
      rule?: string;
      address: string | null;
      source: { line: number };
    }[];
    readonly budget: { readonly override: { readonly reason: string } | null } | null;
  };
}

const planJson = async (made: TestProject, ...words: string[]): Promise<PlanJson> =>
  JSON.parse(await made.runHelix('plan', '--json', '--allow-refused', ...words)) as PlanJson;

describe('a budget', () => {
  const BUDGET = '\n[budget]\nmonthly_usd = 50\n';

  it('refuses what costs more: told by plan, refused by apply with file and line', async () => {
    const made = priced(BUDGET);
    const { code: planned, stdout: text } = await made.run(['plan']);
    expect(planned).toBe(5);
    expect(text).toContain('Budget: $50.00 a month; it is exceeded.');
    expect(text).toContain('helix.toml:12: the workspace would cost $67.53 a month');
    expect(text).toContain('This plan cannot be applied.');
    const json = await planJson(made);
    expect(json).toMatchObject({ applyable: false, errored: true });
    expect(json.helix.refusals).toMatchObject([
      { code: 'budget', rule: 'monthly_usd', address: null, source: { line: 12 } },
    ]);

    const { code, stderr } = await made.run(['apply', '--auto-approve']);
    expect(code).toBe(5);
    expect(stderr).toContain('helix.toml:12');
    expect(stderr).toContain('--override-budget REASON');
    expect(await made.runHelix('state', 'list')).toContain('Nothing is recorded.');
  });

  it('is overridden with a reason, which the plan, its digest, the record and the history keep', async () => {
    const made = priced(BUDGET);
    const why = ['--override-budget', 'load test'];
    const planned = await planJson(made, ...why);
    expect(planned).toMatchObject({ applyable: true, errored: false });
    expect(planned.helix.budget?.override?.reason).toBe('load test');
    expect(await made.runHelix('plan', ...why)).toContain(
      `Approve with: helix apply --override-budget 'load test' --plan-digest ${planned.helix.digest}\n`,
    );

    const approved = ['apply', '--plan-digest', planned.helix.digest];
    expect((await made.run(approved)).code).toBe(5);
    await made.runHelix(...approved, ...why);
    expect(JSON.parse(await made.runHelix('state', 'show', 'a', '--json'))).toMatchObject({
      applied: { budget_override: 'load test', plan_digest: planned.helix.digest },
    });
    const history = JSON.parse(await made.runHelix('state', 'history', '--json')) as object[];
    expect(history.at(-1) ?? history[0]).toMatchObject({ budget_override: 'load test' });
  });

  it('is overridden in a saved plan as well, and takes no part in taking down', async () => {
    const made = priced(BUDGET);
    await made.runHelix('plan', '--out', 'shop.plan', '--override-budget', 'agreed');
    await made.runHelix('apply', 'shop.plan');
    expect(await made.runHelix('plan')).toContain('No changes.');
    made.edit('helix.toml', 'monthly_usd = 50', 'monthly_usd = 1');
    expect((await made.run(['destroy', '--auto-approve'])).code).toBe(0);
  });

  it('needs a reason', async () => {
    const made = priced(BUDGET);
    expect((await made.run(['plan', '--override-budget', ' '])).code).toBe(64);
  });

  it('limits what one plan adds', async () => {
    const made = priced('\n[budget]\nmax_increase_usd = 67.52\n');
    const { code, stderr } = await made.run(['apply', '--auto-approve']);
    expect(code).toBe(5);
    expect(stderr).toContain('this plan adds $67.53 a month, more than `max_increase_usd`, $67.52');
  });
});

it('a policy refuses what breaks it, each rule at its line, whatever the budget', async () => {
  const rules = [
    ['max_ttl = "7d"', 'has a ttl of 8d'],
    ['allowed_regions = ["eu-west-1"]', 'is in us-east-1'],
    ['allowed_providers = ["aws"]', 'is on helix-cloud'],
    ['allowed_sizes = ["medium"]', 'has the size small'],
    ['max_hourly_usd = 0.05', 'costs $0.0925 an hour'],
    ['require_ttl = true', 'cluster.b (helix.toml:11) has no `ttl`'],
  ] as const;
  const made = priced(
    `ttl = "8d"\n[cloud.b.helix]\ncluster_id = "shop-b"\n[policy]\n${rules.map(([rule]) => rule).join('\n')}\n`,
  );
  const { code, stderr } = await made.run(['apply', '--auto-approve', '--override-budget', 'not that']);
  expect(code).toBe(5);
  rules.forEach(([, says], index) => {
    expect(stderr).toContain(says);
    expect(stderr).toContain(`helix.toml:${14 + index}`);
  });
  expect((await planJson(made)).helix.refusals.every((refusal) => refusal.code === 'policy')).toBe(true);
});

it('a policy refuses what has no price, where it says so', async () => {
  const made = project({ 'helix.toml': `${CLUSTERS}[policy]\nfail_on_unpriced = true\n` });
  expect((await planJson(made)).helix.refusals).toMatchObject([{ rule: 'fail_on_unpriced' }]);
});

it('a policy holds for renewals', async () => {
  const made = priced('ttl = "1d"\n[policy]\nmax_ttl = "2d"\n');
  await made.runHelix('apply', '--auto-approve');
  const { code, stderr } = await made.run(['renew', 'a', '--for', '3d']);
  expect(code).toBe(5);
  expect(stderr).toContain('3d is longer than `max_ttl`, 2d');
  expect((await made.run(['renew', 'a', '--for', '2d'])).code).toBe(0);
});

it('a policy says among which clouds and regions `auto` chooses', async () => {
  const made = project({
    'helix.toml':
      '[project]\nname = "shop"\n[policy]\nallowed_providers = ["azure"]\nallowed_regions = ["eastus"]\n' +
      '[deploy.api]\nprovider = "auto"\nimage = "ghcr.io/acme/api:1"\nssh_key = "ssh-rsa k"\n',
  });
  expect(await made.runHelix('plan')).toContain('Chosen: instance.api on azure eastus, ');
});

describe('helix estimate', () => {
  const MACHINE = ['--cpu', '4', '--memory', '16'];

  it('compares the five clouds, cheapest first and marked', async () => {
    const made = project({});
    const text = await made.runHelix('estimate', ...MACHINE, '--compare', '--duration', '30d');
    const rows = text.split('\n').filter((row) => /^(aws|google|azure|digitalocean|vultr) /.test(row));
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.includes('<- cheapest'))).toEqual([true, false, false, false, false]);
    expect(text).toContain('FOR 30d');

    const csv = await made.runHelix('estimate', ...MACHINE, '--compare', '--csv');
    const cells = csv
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
    const months = cells.slice(1).map((row) => Number(row[7]));
    expect(months).toEqual([...months].sort((a, b) => a - b));
    expect(cells[0]?.[7]).toBe('monthly_usd');

    const json = JSON.parse(await made.runHelix('estimate', ...MACHINE, '--compare', '--json')) as {
      estimates: { monthlyCost: string; machine: { vcpu: number; memory_gib: number } }[];
    };
    expect(json.estimates.map(({ monthlyCost }) => Number(Number(monthlyCost).toFixed(2)))).toEqual(months);
    expect(json.estimates.every(({ machine }) => machine.vcpu >= 4 && machine.memory_gib >= 16)).toBe(true);
  });

  it('of a machine is what a plan says of the same machine, and a month of it is its month', async () => {
    const made = project({ 'helix.toml': '[project]\nname = "shop"\n', Dockerfile });
    const added = await made.runHelix('add', 'api', '--provider', 'aws', ...MACHINE);
    const total = /^total .*(\$\d+\.\d\d)$/m.exec(added)?.[1] ?? 'none';
    const [plan, one, whole] = await Promise.all([
      made.runHelix('plan'),
      made.runHelix('estimate', '--provider', 'aws', ...MACHINE, '--duration', '1mo'),
      made.runHelix('estimate'),
    ]);
    expect(plan).toContain(`+${total}/mo`);
    expect(one).toContain(`For 1 mo: ${total}.`);
    expect(whole).toContain(`Cost: ${total} a month`);
  });

  it('ranks regions, and takes spot prices where they are asked for', async () => {
    const made = project({});
    const words = ['estimate', '--provider', 'aws', ...MACHINE, '--spot', '--json', '--regions'];
    const { estimates } = JSON.parse(await made.runHelix(...words)) as {
      estimates: { provider: string; region: string; spot_saving_monthly_cost: string }[];
    };
    expect(estimates.length).toBeGreaterThan(5);
    expect(new Set(estimates.map(({ region }) => region)).size).toBe(estimates.length);
    expect(estimates.every(({ spot_saving_monthly_cost: saved }) => Number(saved) > 0)).toBe(true);
  });

  it('says until when a project is paid for, and what has no price', async () => {
    const made = priced('ttl = "10h"\n\n[cloud.b.helix]\ncluster_id = "shop-b"\n');
    const text = await made.runHelix('estimate');
    expect(text).toMatch(/cluster\.a .* \$67\.53 +\$0\.93/);
    expect(text).toContain('Cost: $135.05 a month ($0.185/h), at sample prices.');
    const unpriced = project({ 'helix.toml': CLUSTERS });
    expect(await unpriced.runHelix('estimate')).toContain('Unpriced, in no sum: cluster.a.');
  });

  it.each([
    [['--cpu', 'four'], 64, '--cpu takes a number'],
    [['--provider', 'azur'], 64, 'Did you mean `azure`?'],
    [['--compare', '--regions'], 64, 'cannot be used together'],
    [['--duration', '5m', '--cpu', '2'], 64, 'minutes or months'],
    [['--provider', 'aws', '--region', 'us-est-1'], 1, 'Did you mean `us-east-1`?'],
    [['--provider', 'vultr', '--cpu', '999'], 1, 'Nearest:'],
  ])('of %j ends with %i', async (words, expected, says) => {
    const { code, stderr, stdout } = await project({}).run(['estimate', ...words]);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toContain(says);
  });
});

describe('helix add NAME --provider', () => {
  const TOML = '# The shop.\n[project]\nname = "shop" # ours\n';

  it('writes a table in place that plans, and says what will be chosen', async () => {
    const made = project({ 'helix.toml': TOML, Dockerfile });
    const words = [
      '--provider',
      'google',
      '--region',
      'europe-west1',
      '--cpu',
      '2.5',
      '--ttl',
      '7d',
      '--spot',
    ];
    const text = await made.runHelix('add', 'api', ...words);
    expect(made.read('helix.toml')).toBe(
      `${TOML}\n[deploy.api]\nprovider = "google"\nregion = "europe-west1"\ncpu = 2.5\nspot = true\nttl = "7d"\n`,
    );
    const type = /^Chosen: google europe-west1, (\S+),/m.exec(text)?.[1] ?? 'none';
    expect(text).toMatch(/^For 7d: \$\d+\.\d\d\.$/m);
    expect(await made.runHelix('plan')).toContain(`google europe-west1, ${type}`);
  });

  it('pins what `auto` chose', async () => {
    const made = project({ 'helix.toml': TOML, Dockerfile });
    const text = await made.runHelix('add', 'api', '--provider', 'auto');
    const { choices } = JSON.parse(made.read('helix.lock.json')) as {
      choices: { api: { provider: string; region: string } };
    };
    expect(text).toContain(`Chosen: ${choices.api.provider} ${choices.api.region}, `);
    expect(await made.runHelix('plan')).toContain(`${choices.api.provider} ${choices.api.region}`);
  });

  it('writes to a Blueprint.toml that stands alone, and takes its figures', async () => {
    const made = project({
      Dockerfile,
      'Blueprint.toml':
        '[blueprint]\nname = "node"\n[blueprint.resources]\nmin_cpu = 8\nmin_memory_gb = 32\nmin_storage_gb = 100\n',
    });
    expect(await made.runHelix('add', 'prod', '--provider', 'aws')).toContain(
      'Asked for: 8 vCPU, 32 GiB, 100 GB',
    );
    expect(made.read('Blueprint.toml')).toContain('\n[deploy.prod]\nprovider = "aws"\n');
    await made.runHelix('plan');
  });

  it("takes what is not given from the user's cloud.toml; the plan then needs it no more", async () => {
    const made = project({ 'helix.toml': TOML, Dockerfile });
    const config = {
      '../home/.config/helix/cloud.toml':
        'default_provider = "work"\n[providers.work]\nprovider_type = "aws"\ndefault_region = "eu-west-1"\n' +
        '[defaults]\nttl = "3d"\nspot = true\n',
    };
    for (const [file, text] of Object.entries(config)) made.write(file, text);
    await made.runHelix('add', 'api', '--cpu', '2');
    expect(made.read('helix.toml')).toContain(
      '[deploy.api]\nprovider = "aws"\nregion = "eu-west-1"\ncpu = 2\nspot = true\nttl = "3d"\n',
    );
  });

  it.each([
    [['--provider', 'digitalocean', '--spot'], 1, 'has no spot machines'],
    [['--provider', 'aws', '--region', 'mars'], 1, 'not a region'],
    [['--provider', 'vultr', '--cpu', '1000', '--image', 'nginx:1.27'], 1, 'Nearest:'],
    [['--provider', 'vultr'], 1, 'cannot log in to a registry'],
    [['--provider', 'gogle'], 64, 'Did you mean `google`?'],
    [['--cloud', '--cpu', '2'], 64, 'a cluster has a size'],
    [['--cpu', '2'], 64, 'no provider'],
    [[], 64, '--provider aws'],
  ])('with %j writes nothing', async (words, expected, says) => {
    const made = project({ 'helix.toml': TOML });
    const { code, stderr } = await made.run(['add', 'api', ...words]);
    expect([code, made.read('helix.toml')]).toEqual([expected, TOML]);
    expect(stderr).toContain(says);
  });
});
