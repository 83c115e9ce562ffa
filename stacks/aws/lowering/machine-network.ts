import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpcs } from '@cdktf/provider-aws/lib/data-aws-vpcs';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { digestOfText } from '../../../src/values/digest';
import { literal } from '../../template';
import { ingressRules, OPEN_EGRESS } from './firewall';
import type { MachineContext } from './machine-context';

/**
 * Adds the security group of a machine. Its name and description never change: both would replace it while a machine
 * uses it.
 */
export function addSecurityGroup(machine: MachineContext): SecurityGroup {
  const { ports, sshCidrs, subnetId } = machine.inputs;
  const name = machine.cloudName(255);
  return new SecurityGroup(machine.stack, machine.addPart('aws_security_group', { by: 'name', name }), {
    name,
    description: 'Managed by Helix',
    ingress: ingressRules(ports, sshCidrs),
    egress: OPEN_EGRESS,
    tags: machine.namedTags(),
    ...(subnetId === null ? inDefaultVpc(machine) : { vpcId: vpcOf(machine, subnetId) }),
  });
}

function inDefaultVpc({ stack, region, owner }: MachineContext) {
  const vpcs = new DataAwsVpcs(stack, 'data.aws_vpcs.default', {
    filter: [{ name: 'isDefault', values: ['true'] }],
  });
  return {
    vpcId: `\${one(${vpcs.fqn}.ids)}`,
    lifecycle: {
      precondition: [
        {
          condition: `\${length(${vpcs.fqn}.ids) == 1}`,
          errorMessage: `There is no default VPC in ${region}: give ${owner.address} a subnet_id, or make one with \`aws ec2 create-default-vpc\`.`,
        },
      ],
    },
  };
}

function vpcOf({ stack }: MachineContext, subnetId: string): string {
  // An id need not be a valid Terraform identifier.
  const name = /^[A-Za-z][\w-]*$/.test(subnetId) ? subnetId : `subnet_${digestOfText(subnetId).slice(0, 8)}`;
  return new DataAwsSubnet(stack, `data.aws_subnet.${name}`, { id: literal(subnetId) }).vpcId;
}
