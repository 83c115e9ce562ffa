import { readdirSync } from 'node:fs';
import { isFound } from '../../backends/found-program';
import { runReader } from '../../readers/reader';
import { SECRET } from '../aws-project';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

/** The findings of Checkov, each of which docs/aws.md explains. */
const EXPLAINED = [
  'CKV_AWS_126 aws_instance.api',
  'CKV_AWS_135 aws_instance.api',
  'CKV_AWS_260 aws_security_group.api',
  'CKV_AWS_337 aws_ssm_parameter.api-TOKEN',
  'CKV_AWS_382 aws_security_group.api',
  'CKV_AWS_88 aws_instance.api',
];

/** The findings of Trivy, with the reasons of Checkov's. */
const IN_TRIVY = ['AWS-0104 aws_security_group.api'];

describe("Terraform's own plans, in the form that scanners read", () => {
  const { small } = onMoto();

  it('are written beside a verified plan, one line a stack, without secrets; scanners find what is explained', async () => {
    const project = small(machine('api', 'secrets = { TOKEN = "env:FEED_TOKEN" }'));
    const run = await project.run(['plan', '--verify', '--terraform-json', 'stacks']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readdirSync(`${project.directory}/stacks`)).toEqual(['aws-us-east-1-compute.json']);
    const text = project.read('stacks/aws-us-east-1-compute.json');
    expect([text.indexOf('\n'), text.includes(SECRET)]).toEqual([text.length - 1, false]);
    expect(JSON.parse(text)).toMatchObject({ format_version: '1.2', errored: false });

    const words = ['--framework', 'terraform_plan', '--directory', 'stacks', '--output', 'json'];
    const { stdout } = await runReader('checkov', [...words, '--compact', '--quiet', '--skip-download'], {
      cwd: project.directory,
    });
    const { results, summary } = JSON.parse(stdout) as {
      results: { failed_checks: { check_id: string; resource: string }[] };
      summary: { passed: number };
    };
    const found = results.failed_checks.map(({ check_id: id, resource }) => `${id} ${resource}`);
    expect([summary.passed > 20, found.sort()]).toEqual([true, EXPLAINED]);

    expect(await findWithTrivy(project.directory)).toEqual(IN_TRIVY);

    project.write('features/machine.feature', SCENARIOS);
    const plan = `${project.directory}/stacks/aws-us-east-1-compute.json`;
    const scenarios = await runReader(
      'terraform-compliance',
      ['-p', plan, '-f', `${project.directory}/features`, '--no-ansi'],
      { cwd: project.directory, env: { GIT_PYTHON_REFRESH: 'quiet' } },
    );
    expect([scenarios.code, scenarios.stdout]).toEqual([
      1,
      expect.stringMatching(/2 scenarios \(1 passed, 1 failed\)/),
    ]);
  });
});

/** Returns the findings of Trivy in the folder of stacks, by the checks that it brings with it; without Trivy those that it had. */
async function findWithTrivy(cwd: string): Promise<readonly string[]> {
  if (!isFound('trivy')) {
    process.stdout.write('skipped: Trivy, for it is not on the PATH\n');
    return IN_TRIVY;
  }
  const offline = ['--skip-check-update', '--skip-version-check', '--disable-telemetry'];
  const words = ['config', ...offline, '--cache-dir', 'cache', '--quiet', '--format', 'json', 'stacks'];
  const { stdout } = await runReader('trivy', words, { cwd });
  const { Results: results } = JSON.parse(stdout) as { Results: TrivyResult[] };
  expect(results.some(({ MisconfSummary: { Successes: passed } }) => passed > 20)).toBe(true);
  const found = results.flatMap(({ Misconfigurations: list = [] }) =>
    list.map(({ ID: id, CauseMetadata: { Resource: resource } }) => `${id} ${resource}`),
  );
  return [...new Set(found)];
}

interface TrivyResult {
  readonly MisconfSummary: { readonly Successes: number };
  readonly Misconfigurations?: readonly {
    readonly ID: string;
    readonly CauseMetadata: { readonly Resource: string };
  }[];
}

/** Scenarios for terraform-compliance: one holds for each machine, and one does not. */
const SCENARIOS = `Feature: machines
  Scenario: metadata needs a token
    Given I have aws_instance defined
    Then it must have metadata_options
    And it must have http_tokens
    And its value must be required
  Scenario: detailed monitoring
    Given I have aws_instance defined
    Then it must have monitoring
    And its value must be true
`;
