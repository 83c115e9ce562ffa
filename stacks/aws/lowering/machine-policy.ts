import type { JsonObject } from '../../../src/values/json';
import type { Owner } from '../../cloud';
import type { ContainerImage } from './container-image';
import { LINEAGE_PLACEHOLDER } from './placeholders';
import type { MachineSecret } from './machine-secrets';
import { partitionOf } from './partition';

/** The policy of a machine's role: pull its image, read its parameters, and terminate itself if asked to. null: none. */
export function machinePolicy(
  { address }: Owner,
  machine: {
    readonly region: string;
    readonly image: ContainerImage;
    readonly secrets: readonly MachineSecret[];
    readonly expireItself: boolean;
  },
): string | null {
  const { ecr } = machine.image;
  const arnsOf = (service: string) =>
    machine.secrets.map(({ arn }) => arn).filter((arn) => arn.split(':')[2] === service);
  const statements: JsonObject[] = [
    ...(ecr === null ? [] : pull(ecr.arn)),
    ...allow('ssm:GetParameter', arnsOf('ssm')),
    ...allow('secretsmanager:GetSecretValue', arnsOf('secretsmanager')),
  ];
  if (machine.expireItself) statements.push(endItself(address, machine.region));
  return statements.length === 0 ? null : JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The policy that lets EC2 give the role to a machine. */
export function assumedByEc2(region: string): string {
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: `ec2.${partitionOf(region).domain}` },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function pull(repository: string): JsonObject[] {
  return [
    // A token is valid for the whole registry; the next statement limits it.
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: repository,
    },
  ];
}

function allow(action: string, arns: readonly string[]): JsonObject[] {
  return arns.length === 0 ? [] : [{ Effect: 'Allow', Action: action, Resource: [...new Set(arns)].sort() }];
}

/** Limits the machine to itself: no other one has the same lineage and address. */
function endItself(address: string, region: string): JsonObject {
  return {
    Effect: 'Allow',
    Action: 'ec2:TerminateInstances',
    Resource: `arn:${partitionOf(region).arn}:ec2:${region}:*:instance/*`,
    Condition: {
      StringEquals: {
        'ec2:ResourceTag/helix-address': address,
        'ec2:ResourceTag/helix-lineage': LINEAGE_PLACEHOLDER,
      },
    },
  };
}
