import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../../helix';

const MACHINE = 'cpu = 2\nmemory_gb = 8\nstorage_gb = 100\nimage = "nginx:1"\npublic_ip = true\n';
const BLUEPRINT = '[package]\nname = "shop"\n[blueprint.resources]\nrecommended_cpu = 2.0\n';
const projects: TestProject[] = [];
const servers: Server[] = [];
afterEach(() => {
  projects.splice(0).forEach((project) => project.remove());
  servers.splice(0).forEach((server) => server.close());
});

function project(tables: string, env: Record<string, string> = {}): TestProject {
  const made = new TestProject({ 'helix.toml': `[project]\nname = "shop"\n${tables}` }, env);
  projects.push(made);
  return made;
}

function deploy(name: string, provider: string, more = ''): string {
  return `[deploy.${name}]\nprovider = "${provider}"\nprofile = "recommended"\n${MACHINE}${more}`;
}

interface Changed {
  readonly address: string;
  readonly change: { readonly after: Readonly<Record<string, unknown>> };
  readonly helix: { readonly cost: Readonly<Record<string, unknown>> };
}

async function planAgain(made: TestProject, ...words: string[]) {
  const { helix, resource_changes: changes } = JSON.parse(
    await made.runHelix('plan', '--json', ...words),
  ) as {
    resource_changes: Changed[];
    helix: {
      unsupported: Changed[];
      cost: Record<string, unknown>;
      price_book: object[];
      prices_at: string;
      choices: object[];
    };
  };
  // Also machines that this version cannot apply are sized and priced.
  return { ...helix, machines: [...changes, ...helix.unsupported] };
}

describe('a plan of [deploy.N]', () => {
  it('sizes and prices the machine, by part, with the book that it used', async () => {
    const {
      machines,
      cost,
      price_book: books,
      prices_at: at,
    } = await planAgain(project(deploy('api', 'aws')));
    const [api] = machines;
    expect(api).toMatchObject({
      address: 'instance.api',
      change: {
        after: {
          provider: 'aws',
          region: 'us-east-1',
          disk: { type: 'gp3', size_gb: 100, attached: false },
        },
      },
      helix: {
        cost: {
          costComponents: [
            { unit: 'hours', monthlyQuantity: '730', usageBased: false, priceNotFound: false },
            { name: 'gp3, 100 GB', monthlyCost: '8.00', price: '0.08' },
            { name: 'public IPv4 address', monthlyCost: '3.65' },
          ],
        },
      },
    });
    const type = String(api!.change.after['instance_type']);
    expect(type).toMatch(/^[a-z0-9-]+\.large$/);
    const shown = JSON.parse(await projects[0]!.runHelix('prices', 'show', type, '--json')) as [
      {
        vcpu: number;
        memory_gib: number;
        burstable: boolean;
        regions: { region: string; monthly: string }[];
      },
    ];
    expect(shown[0]).toMatchObject({ burstable: false });
    expect(shown[0].memory_gib).toBeGreaterThanOrEqual(8);
    const compute = shown[0].regions.find(({ region }) => region === 'us-east-1')!.monthly;
    expect(cost['totalMonthlyCost']).toBe((Number(compute) + 8 + 3.65).toFixed(2));
    expect(books).toMatchObject([
      { provider: 'aws', origin: 'bundled', digest: expect.stringMatching(/^sha256:/) as string },
    ]);
    expect(at).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  it('says in words what it costs, when the prices are from and what is not in them', async () => {
    const made = project(
      deploy('api', 'azure', 'region = "japaneast"\nssh_key = "ssh-rsa k"\n') +
        deploy('ml', 'aws', 'spot = true\nttl = "10d"\n'),
    );
    const text = await made.runHelix('plan');
    expect(text).toMatch(/; prices 20\d\d-\d\d-\d\d\n/);
    expect(text).toMatch(/unpriced, not in it: StandardSSD_LRS, 100 GB, public IPv4 address\n/);
    expect(text).toMatch(/spot saves \$[\d.]+\/mo\n/);
    expect(text).toMatch(/Cost: \$0\.00 -> \$[\d.]+ a month \(\+\$[\d.]+\)\.\n/);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Unpriced, in no sum: instance.api (StandardSSD_LRS, 100 GB, public IPv4 address).',
    );
  });

  it('is refused at the table when no machine fits, with the nearest types; taking down is not', async () => {
    const made = project(deploy('api', 'vultr').replace('cpu = 2', 'cpu = 900'));
    const run = await made.run(['plan']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('--> helix.toml:3:1');
    expect(run.stderr).toContain('Nearest: ');
    expect((await made.run(['plan', '--destroy'])).code).toBe(0);
  });

  it('chooses the cheapest place for auto, and says why', async () => {
    const made = project(deploy('any', 'auto'));
    const { choices, machines } = await planAgain(made);
    expect(choices).toMatchObject([{ address: 'instance.any', of: expect.any(Number) as number }]);
    expect(machines[0]!.change.after['provider']).not.toBe('auto');
    expect(await made.runHelix('plan')).toMatch(
      /Chosen: instance\.any on \w+ \S+\s+\S+\s+the\s+cheapest\s+of\s+\d+\s+places;\s+next/,
    );
  });

  it('stays where helix.lock.json remembers, until --reselect', async () => {
    const made = project(deploy('any', 'auto'));
    const choices = { any: { provider: 'aws', region: 'sa-east-1' } };
    made.write('helix.lock.json', JSON.stringify({ format: 1, helixCloud: null, choices }));
    expect((await planAgain(made)).machines[0]!.change.after).toMatchObject({
      provider: 'aws',
      region: 'sa-east-1',
    });
    expect((await planAgain(made, '--reselect')).machines[0]!.change.after['region']).not.toBe('sa-east-1');
  });

  it('without machines reads no price book', async () => {
    const made = project('[cloud.a.helix]\ncluster_id = "a"\n');
    made.write('helix.prices/aws.prices', 'broken');
    expect((await made.run(['plan'])).code).toBe(0);
    const machines = project(deploy('api', 'aws'));
    machines.write('helix.prices/aws.prices', 'broken');
    const run = await machines.run(['plan']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('the price book helix.prices/aws.prices is broken');
  });

  it('of a blueprint without a table of its own is sized from its figures', async () => {
    const made = new TestProject({
      'Blueprint.toml': `${BLUEPRINT}[deploy.api]\nprovider = "google"\nimage = "nginx"\n`,
    });
    projects.push(made);
    expect((await planAgain(made)).machines[0]!.change.after['instance_type']).toMatch(/^[a-z]\w*-/);
  });
});

describe('helix prices', () => {
  it('shows a type in every region, with the date of each figure and where it is from', async () => {
    const text = await project('[cloud.a.helix]\ncluster_id = "a"\n').runHelix(
      'prices',
      'show',
      'e2-standard-2',
    );
    expect(text).toContain('google e2-standard-2: 2 vCPU, 8 GiB, amd64\n');
    expect(text).toMatch(/us-central1 +\$0\.067011 +\$48\.92 +\$0\.040212 +2026-07-30\n/);
    expect(text).toContain('Sources:');
  });

  it('says what was perhaps meant', async () => {
    const run = await project('[cloud.a.helix]\ncluster_id = "a"\n').run(['prices', 'show', 'e2-standrd-2']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Did you mean `e2-standard-2`?');
  });

  it('update writes a book into the project, and every later plan uses it', async () => {
    const plans = readFileSync(
      join(__dirname, '../../../src/adapters/price-apis/__tests__/vultr-plans.json'),
      'utf8',
    );
    const dearer = plans.replaceAll(
      /"monthly_cost": ([\d.]+)/g,
      (_, cost) => `"monthly_cost": ${Number(cost) * 2}`,
    );
    const server = createServer((_, response) => response.end(dearer)).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const made = project(deploy('api', 'vultr', 'region = "ewr"\n'), {
      HELIX_PRICES_URL_VULTR: `http://127.0.0.1:${port}`,
    });
    const before = await planAgain(made);
    const said = await made.runHelix('prices', 'update', '--region', 'ewr');
    expect(said).toMatch(/^Wrote helix\.prices\/vultr\.prices: \d+ prices, \d+ of them new or changed\.\n/);
    const after = await planAgain(made);
    expect(after.price_book).toMatchObject([{ provider: 'vultr', origin: 'project' }]);
    expect(Number(after.cost['totalMonthlyCost'])).toBeGreaterThan(Number(before.cost['totalMonthlyCost']));
    // The same on another machine.
    const other = made.checkout({});
    projects.push(other);
    expect((await planAgain(other)).cost).toEqual(after.cost);
  });
});
