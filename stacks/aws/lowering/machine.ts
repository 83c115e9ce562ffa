import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import type { LoweredBlocks, Owner } from '../../cloud';
import { userData } from '../../lowering/user-data/user-data';
import { literalEnv } from '../../lowering/machine-inputs';
import { machineOutputs } from '../../lowering/machine-outputs';
import { helixExpiresAt, helixOp, literal } from '../../template';
import { addKey, addParameters } from './machine-access';
import { MachineContext } from './machine-context';
import type { MachineSource } from '../../lowering/machine-source';
import { addSecurityGroup } from './machine-network';
import { ec2Dialect } from './machine-dialect';
import { addProfile } from './machine-role';
import { fillPlaceholders } from './placeholders';

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(owner: Owner, source: MachineSource): LoweredBlocks {
  const context = new MachineContext(owner, source);
  const { stack, inputs, probes, expires } = context;
  const { address } = owner;
  const profile = addProfile(context);
  const securityGroup = addSecurityGroup(context);
  const parameters = addParameters(context);
  const keyName = addKey(context);
  const primary = context.addPart('aws_instance', { by: 'op' });
  new Instance(stack, primary, {
    ami: latestAmi(context),
    instanceType: literal(inputs.instanceType),
    ...(inputs.subnetId === null ? {} : { subnetId: literal(inputs.subnetId) }),
    associatePublicIpAddress: inputs.publicIp,
    vpcSecurityGroupIds: [securityGroup.id],
    iamInstanceProfile: profile.name,
    ...(keyName === null ? {} : { keyName }),
    rootBlockDevice: {
      volumeType: literal(inputs.disk.type),
      volumeSize: inputs.disk.sizeGb,
      encrypted: true,
      deleteOnTermination: true,
      tags: context.namedTags(),
    },
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      // The container is one hop further: the role belongs to the machine, not to the image.
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: 'enabled',
    },
    ...(inputs.spot ? { instanceMarketOptions: SPOT } : {}),
    userData: fillPlaceholders(userDataOf(context), address),
    userDataReplaceOnChange: true,
    tags: {
      ...context.namedTags(),
      'helix-op': helixOp(address),
      ...(expires ? { 'helix-expires-at': helixExpiresAt(address) } : {}),
    },
    // A later release of the image is not a reason to replace a machine.
    lifecycle: { ignoreChanges: ['ami'] },
    // The machine reads them when it starts.
    ...(parameters.length === 0 ? {} : { dependsOn: parameters }),
  });
  return {
    ...stack.blocks(),
    primary,
    outputs: machineOutputs(primary, { public: 'public_ip', private: 'private_ip' }, inputs),
    probes,
    secrets: Object.fromEntries(
      context.secrets.flatMap(({ variable, written }) =>
        written === null ? [] : [[`${address} ${variable}`, written]],
      ),
    ),
  };
}

/** The latest Amazon Linux 2023 in the region at the time a machine is created. */
function latestAmi({ stack, inputs }: MachineContext): string {
  const arch = inputs.arch === 'arm64' ? 'arm64' : 'x86_64';
  const parameter = new DataAwsSsmParameter(stack, `data.aws_ssm_parameter.al2023_${inputs.arch}`, {
    name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${arch}`,
  });
  // `value` is sensitive, and would make the machine's AMI sensitive too.
  return parameter.insecureValue;
}

function userDataOf({ owner, region, image, inputs, secrets }: MachineContext): string {
  const input = {
    address: owner.address,
    image: image.reference,
    registry: image.ecr?.registry ?? null,
    ports: inputs.ports,
    env: literalEnv(inputs.env),
    secrets: Object.fromEntries(secrets.map(({ variable, name }) => [variable, name])),
    expireItself: inputs.expireItself,
  };
  return userData(input, ec2Dialect(region));
}

/** A one-time spot request: when AWS takes the machine away, the next apply creates it again. */
const SPOT = {
  marketType: 'spot',
  spotOptions: { spotInstanceType: 'one-time', instanceInterruptionBehavior: 'terminate' },
};
