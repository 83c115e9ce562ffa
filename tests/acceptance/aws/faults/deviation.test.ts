import { digestOf } from '../../../../src/values/digest';
import type { Json } from '../../../../src/values/json';
import { counts, living, ONE_MACHINE } from '../cloud';
import type { Cloud } from '../cloud';
import type { AwsProject } from '../aws-project';
import { onMoto } from '../on-moto';
import { digestIn, machine, ONLY_REPOSITORY, REPOSITORY } from '../small-projects';

const FOREIGN_RULE = ['--protocol', 'tcp', '--port', '2222', '--cidr', '0.0.0.0/0'];

describe('a plan of Terraform that differs from the approved plan', () => {
  const { moto, small } = onMoto();
  let project: AwsProject;

  /** Refused, and nothing at all is another in the cloud or on record. */
  async function expectRefusal(words: readonly string[]): Promise<string> {
    const before = [await moto.readCloud(), await project.runHelix('state', 'pull')];
    const run = await project.run(words);
    expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('`helix plan --refresh`')]);
    expect([await moto.readCloud(), await project.runHelix('state', 'pull')]).toEqual(before);
    return run.stderr;
  }

  /** Follows the hint of the refusal: approves and applies the plan that it shows, and expects nothing left to do. */
  async function followHint(...flags: readonly string[]): Promise<string> {
    const plan = await project.runHelix('plan', '--refresh', ...flags);
    await project.runHelix('apply', '--plan-digest', digestIn(plan), '--auto-approve', ...flags);
    const after = await project.run(['plan', '--refresh', '--detailed-exitcode', ...flags]);
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('Plan: 0 to add, 0 to change')]);
    return plan;
  }

  it('is refused after a rule was added and a tag was taken outside; by the digest of `plan --refresh` both are repaired', async () => {
    project = small(machine('api'));
    await project.runHelix('apply', '--auto-approve');
    project.edit('helix.toml', '"debug"', '"info"');
    const digest = digestIn(await project.runHelix('plan'));

    const [group] = (await moto.readCloud()).groups;
    await aws('authorize-security-group-ingress', '--group-id', group!.id, ...FOREIGN_RULE);
    const id = machineIn(await moto.readCloud()).id;
    await aws('delete-tags', '--resources', id, '--tags', 'Key=helix-project');
    const said = await expectRefusal(['apply', '--plan-digest', digest, '--auto-approve']);
    expect(said).toContain(
      'instance.api, aws_security_group.api: expected nothing, Terraform plans update of ingress',
    );

    const plan = await followHint();
    expect(plan).toMatch(/2222/);
    const cloud = await moto.readCloud();
    expect(counts(cloud)).toEqual(ONE_MACHINE);
    expect(cloud.groups[0]?.ingress).toEqual([['tcp', 80, 80, '0.0.0.0/0']]);
    expect(machineIn(cloud).tags).toMatchObject({ 'helix-project': 'small' });
    expect(await moto.readUserData(machineIn(cloud).id)).toContain('LEVEL=info');
  });

  it('is refused when it is a replacement, or nothing, where the plan said update', async () => {
    project = small(REPOSITORY);
    await project.runHelix('apply', '--auto-approve', ...ONLY_REPOSITORY);
    const approved = await approveUpdate();
    await moto.runAws('us-east-1', 'ecr', 'delete-repository', '--repository-name', 'small');
    const kms = ['--encryption-configuration', 'encryptionType=KMS'];
    await moto.runAws('us-east-1', 'ecr', 'create-repository', '--repository-name', 'small', ...kms);
    expect(await expectRefusal(approved)).toMatch(
      /aws_ecr_repository\.images: expected update, Terraform plans replace \(encryption_/,
    );
    await followHint(...ONLY_REPOSITORY);
    expect((await moto.readCloud()).repositories).toMatchObject([
      { name: 'small', mutability: 'IMMUTABLE', encryption: { encryptionType: 'AES256' } },
    ]);

    expect(await expectRefusal(await approveUpdate())).toContain(
      'aws_ecr_repository.images: expected update, Terraform plans nothing',
    );
    await followHint(...ONLY_REPOSITORY);
  });

  /** Lets the record say that the repository is another, and returns the words that apply the plan to update it. */
  async function approveUpdate(): Promise<readonly string[]> {
    await readRecorded({ image_tag_mutability: 'MUTABLE' });
    const digest = digestIn(await project.runHelix('plan', ...ONLY_REPOSITORY));
    return ['apply', '--plan-digest', digest, '--auto-approve', ...ONLY_REPOSITORY];
  }

  /** The record says that an earlier Helix made other blocks of the repository. */
  async function readRecorded(keys: Readonly<Record<string, unknown>>): Promise<void> {
    interface Recorded {
      inputsDigest: string;
      readonly inputs: Record<string, Json>;
      readonly lowered: { readonly resources: Record<string, Record<string, unknown>> };
    }
    const state = JSON.parse(await project.runHelix('state', 'pull')) as {
      resources: Record<string, Recorded>;
    };
    const record = state.resources['registry_repo.images']!;
    record.inputs['lowering'] = 0;
    record.inputsDigest = digestOf(record.inputs);
    Object.assign(record.lowered.resources['aws_ecr_repository.images']!, keys);
    project.write('edited.json', JSON.stringify(state));
    await project.runHelix('state', 'push', 'edited.json');
  }

  function machineIn(cloud: Cloud) {
    const [only] = living(cloud);
    if (only === undefined) throw new Error('no machine');
    return only;
  }

  function aws(...words: readonly string[]): Promise<unknown> {
    return moto.runAws('us-east-1', 'ec2', ...words);
  }
});
