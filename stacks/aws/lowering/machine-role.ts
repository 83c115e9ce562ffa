import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { MachineContext } from './machine-context';
import { assumedByEc2, machinePolicy } from './machine-policy';
import { ACCOUNT_DATA, ACCOUNT_PLACEHOLDER, fillPlaceholders } from './placeholders';

/** Adds the role of a machine, with the permissions that it needs, and returns the profile that carries it. */
export function addProfile(machine: MachineContext): IamInstanceProfile {
  const { stack, owner, region, image, secrets, inputs, id } = machine;
  const name = machine.cloudName(64);
  const role = new IamRole(stack, machine.addPart('aws_iam_role', { by: 'name', name }), {
    name,
    assumeRolePolicy: assumedByEc2(region),
    // Policies that somebody else has attached must not prevent its deletion.
    forceDetachPolicies: true,
    tags: machine.tags(),
  });
  const { expireItself } = inputs;
  const policy = machinePolicy(owner, { region, image, secrets, expireItself });
  if (policy !== null) {
    if (policy.includes(ACCOUNT_PLACEHOLDER)) new DataAwsCallerIdentity(stack, ACCOUNT_DATA, {});
    new IamRolePolicy(stack, machine.addPart('aws_iam_role_policy', { by: 'create' }), {
      name: 'helix',
      role: `\${aws_iam_role.${id}.name}`,
      policy: fillPlaceholders(policy, owner.address),
    });
  }
  const profile = machine.addPart('aws_iam_instance_profile', { by: 'import', id: name });
  return new IamInstanceProfile(stack, profile, { name, role: role.name, tags: machine.tags() });
}
