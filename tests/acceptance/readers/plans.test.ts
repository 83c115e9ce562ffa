import { execFileSync } from 'node:child_process';
import { isFound } from '../backends/found-program';
import { runReader } from './reader';
import { openShop } from './shop';
import type { Shop } from './shop';

describe('a plan is read by', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.project.remove());
  const inShop = () => ({ cwd: shop.project.directory });

  it('tf-peek, which counts changes and no no-ops', async () => {
    const mixed = await runReader('tf-peek', [shop.mixed], inShop());
    expect(mixed.code).toBe(0);
    for (const action of ['Delete', 'Replace', 'Update', 'Create']) {
      expect(mixed.stdout).toMatch(new RegExp(`\\| \\S+ ${action} \\|  \\| 1 \\|  \\| \\*\\*1\\*\\* \\|`));
    }
    expect(mixed.stdout).toContain('| **Σ Total** |  | **4** |  | **4** |');
    const same = await runReader('tf-peek', [shop.same], inShop());
    expect(same.stdout).toContain('| **Σ Total** |  | **0** |  | **0** |');
  });

  it('terrasafe, which finds the clusters whose data would be lost', async () => {
    const read = (file: string) =>
      runReader('terrasafe', [], { ...inShop(), input: shop.project.read(file) });
    expect((await read(shop.mixed)).stdout).toContain(' - cluster.move\n - cluster.old\n');
    expect((await read(shop.same)).stdout).toContain('0 unauthorized deletion detected');
  });

  it('readtheplan, which judges each change by its action', async () => {
    const read = async (file: string) => (await runReader('readtheplan', ['analyze', file], inShop())).stdout;
    const mixed = await read(shop.mixed);
    for (const row of [
      '| review | update | cluster.grow | cluster |',
      '| dangerous | delete/create | cluster.move | cluster |',
      '| safe | create | cluster.new | cluster |',
      '| irreversible | delete | cluster.old | cluster |',
      '| safe | no-op | cluster.keep | cluster |',
    ]) {
      expect(mixed).toContain(row);
    }
    expect(await read(shop.same)).toContain('- no-op: 4');
  });

  it('blastcheck, which sees what forces a replacement, and nothing to assess in no-ops', async () => {
    const mixed = await runReader('blastcheck', [shop.mixed, '--json'], inShop());
    const { evidence } = JSON.parse(mixed.stdout) as { evidence: { observation: string }[] };
    expect(evidence.map(({ observation }) => observation)).toEqual([
      "actions=['update']; type=cluster",
      "actions=['delete', 'create']; type=cluster; action_reason=replace_because_cannot_update; replacement forced by: region",
      "actions=['create']; type=cluster",
      "actions=['delete']; type=cluster; action_reason=delete_because_no_resource_config",
    ]);
    const same = await runReader('blastcheck', [shop.same, '--text'], inShop());
    expect(`${same.stdout}${same.stderr}`).toContain('every entry is a no-op');
  });

  it('tofui, which makes a page of it', async () => {
    const read = async (file: string) => (await runReader('tofui', ['-n', 'page', file], inShop())).stdout;
    expect(await read(shop.mixed)).toContain('Summary: 2 to create, 1 to update, 2 to delete');
    expect(shop.project.read('page.html')).toContain('cluster.move');
    expect(await read(shop.same)).toContain('Summary: No changes planned');
  });

  it("HashiCorp's library for Terraform's JSON", async () => {
    if (!hasGo()) {
      process.stdout.write('skipped: terraform-json, for there is no Go\n');
      return;
    }
    const first = await runReader('read-terraform-json', [shop.first], inShop());
    expect(first.stdout).toContain('cluster.old [create]');
    const { code, stdout } = await runReader('read-terraform-json', [shop.mixed], inShop());
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'cluster.grow [update] helix-db.com/helix/helix-cloud',
        'cluster.move [delete create] helix-db.com/helix/helix-cloud',
        'cluster.new [create] helix-db.com/helix/helix-cloud',
        'cluster.old [delete] helix-db.com/helix/helix-cloud',
        'cluster.keep [no-op] helix-db.com/helix/helix-cloud',
        'planned 4',
        'declared 4',
        '',
      ],
    ]);
  });

  it('tfcmt, by the lines that it looks for in the text', async () => {
    const firstLine = (text: string, ...patterns: RegExp[]) =>
      text.split('\n').find((line) => patterns.some((pattern) => pattern.test(line)));
    const plan = await shop.project.runHelix('plan');
    expect(firstLine(plan, /^(Plan: \d|No changes.)/, /^Error: /)).toMatch(/[1-9][0-9]* to destroy\./);
    const whole = shop.project.read('helix.toml');
    shop.project.write('helix.toml', `${whole}\n[cloud.new.helix]\nsize = "vast"\n`);
    const { code, stdout, stderr } = await shop.project.run(['plan']);
    shop.project.write('helix.toml', whole);
    expect([code, firstLine(`${stdout}${stderr}`, /^(Plan: \d|No changes.)/, /^([│|] )?(Error: )/)]).toEqual([
      1,
      'Error: the configuration has errors',
    ]);
  });

  it('jq, in which policies on what will exist hold, and costs add up', async () => {
    const ask = async (file: string, filter: string) =>
      (await runReader('jq', ['-c', filter, file], { ...inShop(), how: 'apt-get install jq' })).stdout.trim();
    // Amounts are exact, and the total is rounded to the cent.
    for (const file of [shop.same, shop.mixed]) {
      expect(await ask(file, '[.planned_values.root_module.resources[]] | length')).toBe('4');
      const total = '(.helix.cost.totalMonthlyCost | tonumber)';
      const parts = '([.resource_changes[].helix.cost.monthlyCost // "0" | tonumber] | add)';
      expect(await ask(file, `((${total} - ${parts}) | fabs) < 0.0051 and ${total} > 0`)).toBe('true');
    }
    const sizes = '[.planned_values.root_module.resources[].values.size] | sort';
    expect(await ask(shop.same, sizes)).toBe('["large","small","small","small"]');
  });

  it('terraform-compliance, whose scenarios hold for clusters that stay as they are too', async () => {
    shop.project.write('features/size.feature', NO_LARGE_SCENARIO);
    const check = (file: string) =>
      runReader(
        'terraform-compliance',
        ['-p', file, '-f', `${shop.project.directory}/features`, '--no-ansi'],
        {
          ...inShop(),
          // It writes a parsed plan beside the file, and asks git for nothing.
          env: { GIT_PYTHON_REFRESH: 'quiet' },
        },
      );
    const mixed = await check(`${shop.project.directory}/${shop.mixed}`);
    expect([mixed.code, mixed.stdout]).toEqual([
      1,
      expect.stringContaining('size property in cluster.keep resource matches with large'),
    ]);
    shop.project.write('features/size.feature', NO_LARGE_SCENARIO.replace('"large"', '"huge"'));
    expect(await check(`${shop.project.directory}/${shop.mixed}`)).toMatchObject({ code: 0 });
  });

  it('Conftest, whose policies see what will exist, and what will be gone', async () => {
    if (!isFound('conftest')) {
      process.stdout.write('skipped: Conftest, for it is not on the PATH\n');
      return;
    }
    shop.project.write('rego/shop.rego', POLICY);
    const test = async (file: string) => {
      const words = ['test', '--policy', 'rego', '--output', 'json', '--no-color', file];
      const { code, stdout } = await runReader('conftest', words, inShop());
      const [read] = JSON.parse(stdout) as { failures?: { msg: string }[] }[];
      return [code, (read?.failures ?? []).map(({ msg }) => msg).sort()];
    };
    expect(await test(shop.same)).toEqual([1, ['cluster.keep is large']]);
    expect(await test(shop.mixed)).toEqual([
      1,
      ['cluster.keep is large', 'cluster.move loses its data', 'cluster.old loses its data'],
    ]);
  });

  it('Checkov, whose policies find a cluster that the plan leaves as it is', async () => {
    shop.project.write('policies/size.yaml', NO_LARGE_CLUSTERS);
    const words = [
      '--framework',
      'terraform_plan',
      '--external-checks-dir',
      'policies',
      '--check',
      'CKV2_SHOP_1',
    ];
    const { code, stdout } = await runReader(
      'checkov',
      ['-f', shop.mixed, ...words, '--output', 'json', '--compact', '--quiet', '--skip-download'],
      inShop(),
    );
    const { results, summary } = JSON.parse(stdout) as {
      results: { failed_checks: { resource: string }[] };
      summary: { passed: number };
    };
    expect([code, results.failed_checks.map(({ resource }) => resource), summary.passed]).toEqual([
      1,
      ['cluster.keep'],
      3,
    ]);
  });
});

const POLICY = `package main

import rego.v1

deny contains msg if {
  some resource in input.planned_values.root_module.resources
  resource.values.size == "large"
  msg := sprintf("%s is large", [resource.address])
}

deny contains msg if {
  some change in input.resource_changes
  "delete" in change.change.actions
  msg := sprintf("%s loses its data", [change.address])
}
`;

const NO_LARGE_SCENARIO = `Feature: sizes
  Scenario: no large clusters
    Given I have cluster defined
    Then it must have size
    And its value must not match the "large" regex
`;

const NO_LARGE_CLUSTERS = `metadata:
  id: CKV2_SHOP_1
  name: No large clusters
  category: GENERAL_SECURITY
definition:
  cond_type: attribute
  resource_types: [cluster]
  attribute: size
  operator: not_equals
  value: large
`;

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
