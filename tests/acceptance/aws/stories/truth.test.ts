import type { RunOptions } from '../../../helix';
import { Running } from '../../../running';
import type { AwsProject } from '../aws-project';
import { living } from '../cloud';
import { onMoto } from '../on-moto';
import { machine } from '../small-projects';

/** A command, its exit code, and what is said with it. */
type Seen = readonly [command: string, code: number, words: RegExp];

const QUIET = /^No changes\. The recorded state matches the configuration\.$/m;
const UNRESOLVED = /^Unresolved: instance\.api\./m;
const LATER = 3 * 3_600_000;
const FOREIGN_RULE = ['--protocol', 'tcp', '--port', '2222', '--cidr', '0.0.0.0/0'];

describe('a word or an exit code that is green is true, for a machine', () => {
  const { moto, small } = onMoto();

  it('that is declared, half made, there, stopped, changed, refused, expired', async () => {
    const project = small(machine('api', 'ttl = "2h"'));
    await expectSeen(project, 'declared, not applied', [
      ['plan --detailed-exitcode', 2, /^Plan: 1 to add, 0 to change, 0 to destroy\.$/m],
      ['plan --verify', 0, /^Verified: Terraform would do just that\.$/m],
      ['status', 0, /^instance\.api .*not created +-/m],
    ]);

    await killWhileCreating(project);
    await expectSeen(project, 'unresolved: killed while it was created', [
      ['plan --detailed-exitcode', 2, UNRESOLVED],
      ['plan --refresh --detailed-exitcode', 2, UNRESOLVED],
      [
        'status',
        0,
        /^instance\.api .*unresolved +unknown.*\n +an apply was interrupted; the next one finds out/m,
      ],
      ['apply --auto-approve', 0, /^Apply complete! /m],
    ]);

    await expectSeen(project, 'as it was applied', [
      ['plan --detailed-exitcode', 0, QUIET],
      ['plan --refresh --detailed-exitcode', 0, QUIET],
      ['plan --verify --detailed-exitcode', 0, /^Verified: Terraform has nothing to do\.$/m],
      ['status', 0, /^instance\.api .*ready +ready\b/m],
    ]);

    const cloud = await moto.readCloud();
    const [{ id } = { id: '' }] = living(cloud);
    await aws('stop-instances', '--instance-ids', id);
    await expectSeen(project, 'stopped outside', [
      ['plan --refresh --detailed-exitcode', 0, /^Stopped: instance\.api /m],
      ['status', 0, /^instance\.api .*ready +stopped\b/m],
    ]);
    await aws('start-instances', '--instance-ids', id);

    await aws('authorize-security-group-ingress', '--group-id', cloud.groups[0]!.id, ...FOREIGN_RULE);
    await expectSeen(project, 'changed outside', [
      ['plan --detailed-exitcode', 0, QUIET],
      ['plan --refresh --detailed-exitcode', 2, /it was changed outside Helix: restored as declared/],
      ['plan --verify', 5, /Terraform's plan differs from the approved plan; nothing was changed/],
      ['status', 0, /^instance\.api .*ready +changed.*\n +changed outside: aws_security_group\.ingress/m],
    ]);

    const applied = project.read('helix.toml');
    project.write('helix.toml', `${applied}\n[policy]\nmax_hourly_usd = 0.0001\n`);
    await expectSeen(project, 'refused', [
      ['plan --refresh --detailed-exitcode', 5, /^This plan cannot be applied\.$/m],
    ]);

    project.write('helix.toml', applied.replace('"debug"', '"info"'));
    await expectSeen(
      project,
      'expired, with an edit',
      [
        ['plan --detailed-exitcode', 0, /the edits of instance\.api \(env\.LEVEL\) wait/],
        ['plan --detailed-exitcode', 0, /^No changes that this run could apply\.$/m],
        ['plan --expired --detailed-exitcode', 2, /^Plan: 0 to add, 0 to change, 1 to destroy\.$/m],
      ],
      { node: project.clockOffBy(LATER) },
    );
  });

  async function killWhileCreating(project: AwsProject): Promise<void> {
    const run = new Running(project, ['apply', '--auto-approve', '--verbose']);
    await run.waitForText('creating instance');
    run.signal('SIGKILL');
    await run.end();
  }

  function aws(...words: readonly string[]): Promise<unknown> {
    return moto.runAws('us-east-1', 'ec2', ...words);
  }
});

async function expectSeen(
  project: AwsProject,
  state: string,
  table: readonly Seen[],
  options: RunOptions = {},
): Promise<void> {
  for (const [command, code, words] of table) {
    const run = await project.run(command.split(' '), options);
    expect([state, command, run.code, `${run.stdout}${run.stderr}`]).toEqual([
      state,
      command,
      code,
      expect.stringMatching(words),
    ]);
  }
}
