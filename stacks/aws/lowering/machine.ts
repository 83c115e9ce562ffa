import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpcs } from '@cdktf/provider-aws/lib/data-aws-vpcs';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { digestOfText } from '../../../src/values/digest';
import type { JsonObject } from '../../../src/values/json';
import { BlockStack } from '../../lowering/block-stack';
import { boundedName, identifier } from '../../identifier';
import type { LoweredBlocks, Owner } from '../../cloud';
import type { Probe, TerraformAddress } from '../../lowered';
import { helixExpiresAt, helixId, helixOp, literal } from '../../template';
import { userData } from './user-data/user-data';
import { containerImage } from './container-image';
import type { ContainerImage } from './container-image';
import { ingressRules, OPEN_EGRESS } from './firewall';
import { awsMachineInputs } from './machine-inputs';
import type { AwsMachineInputs } from './machine-inputs';
import { machineOutputs } from './machine-outputs';
import { assumedByEc2, machinePolicy } from './machine-policy';
import { literalEnv, machineSecrets } from './machine-secrets';
import type { MachineSecret } from './machine-secrets';
import { ACCOUNT_DATA, ACCOUNT_PLACEHOLDER, fillPlaceholders } from './placeholders';
import { ownerTags } from './owner-tags';

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(
  owner: Owner,
  at: {
    readonly name: string;
    readonly region: string;
    readonly expires: boolean;
    readonly inputs: JsonObject;
  },
): LoweredBlocks {
  return new Machine(owner, at).blocks();
}

class Machine {
  readonly #owner: Owner;
  readonly #at: Parameters<typeof machine>[1];

  readonly #stack = new BlockStack();
  readonly #inputs: AwsMachineInputs;
  readonly #image: ContainerImage;
  readonly #secrets: readonly MachineSecret[];
  readonly #probes: Record<TerraformAddress, Probe> = {};
  readonly #id: string;

  constructor(owner: Owner, at: Parameters<typeof machine>[1]) {
    this.#owner = owner;
    this.#at = at;

    this.#id = identifier(at.name);
    this.#inputs = awsMachineInputs(owner.address, at.inputs);
    const { name: cloudName, image } = this.#inputs;
    this.#image = containerImage(image, cloudName, at.region);
    this.#secrets = machineSecrets({ address: owner.address, region: at.region, cloudName }, this.#inputs);
  }

  blocks(): LoweredBlocks {
    const { address } = this.#owner;
    const profile = this.#profile();
    const firewall = this.#firewall();
    const written = this.#parameters();
    const keyName = this.#keyName();
    const primary = this.#part('aws_instance', { by: 'op' });
    const inputs = this.#inputs;
    new Instance(this.#stack, primary, {
      ami: this.#ami(),
      instanceType: literal(inputs.instanceType),
      ...(inputs.subnetId === null ? {} : { subnetId: literal(inputs.subnetId) }),
      associatePublicIpAddress: inputs.publicIp,
      vpcSecurityGroupIds: [firewall.id],
      iamInstanceProfile: profile.name,
      ...(keyName === null ? {} : { keyName }),
      rootBlockDevice: {
        volumeType: literal(inputs.disk.type),
        volumeSize: inputs.disk.sizeGb,
        encrypted: true,
        deleteOnTermination: true,
        tags: { ...ownerTags(this.#owner), Name: literal(inputs.name) },
      },
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        // The container is one hop further: the role belongs to the machine, not to the image.
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'enabled',
      },
      ...(inputs.spot ? { instanceMarketOptions: SPOT } : {}),
      userData: fillPlaceholders(this.#userData(), address),
      userDataReplaceOnChange: true,
      tags: {
        ...this.#named(),
        'helix-op': helixOp(address),
        ...(this.#at.expires ? { 'helix-expires-at': helixExpiresAt(address) } : {}),
      },
      // A later release of the image is not a reason to replace a machine.
      lifecycle: { ignoreChanges: ['ami'] },
      // The machine reads them when it starts.
      ...(written.length === 0 ? {} : { dependsOn: written }),
    });
    return {
      ...this.#stack.blocks(),
      primary,
      outputs: machineOutputs(primary, inputs),
      probes: this.#probes,
      secrets: Object.fromEntries(
        this.#secrets.flatMap(({ variable, written: reference }) =>
          reference === null ? [] : [[`${address} ${variable}`, reference]],
        ),
      ),
    };
  }

  /** The role of the machine, with the permissions that it needs. */
  #profile(): IamInstanceProfile {
    const name = this.#cloudName(64);
    const role = new IamRole(this.#stack, this.#part('aws_iam_role', { by: 'name', name }), {
      name,
      assumeRolePolicy: assumedByEc2(this.#at.region),
      // Policies that somebody else has attached must not prevent its deletion.
      forceDetachPolicies: true,
      tags: ownerTags(this.#owner),
    });
    const policy = machinePolicy(this.#owner, {
      region: this.#at.region,
      image: this.#image,
      secrets: this.#secrets,
      expireItself: this.#inputs.expireItself,
    });
    if (policy !== null) {
      if (policy.includes(ACCOUNT_PLACEHOLDER)) new DataAwsCallerIdentity(this.#stack, ACCOUNT_DATA, {});
      new IamRolePolicy(this.#stack, this.#part('aws_iam_role_policy', { by: 'create' }), {
        name: 'helix',
        role: `\${aws_iam_role.${this.#id}.name}`,
        policy: fillPlaceholders(policy, this.#owner.address),
      });
    }
    return new IamInstanceProfile(
      this.#stack,
      this.#part('aws_iam_instance_profile', { by: 'import', id: name }),
      {
        name,
        role: role.name,
        tags: ownerTags(this.#owner),
      },
    );
  }

  /** The security group. Its name and description never change: both would replace it while a machine uses it. */
  #firewall(): SecurityGroup {
    const { ports, sshCidrs, subnetId } = this.#inputs;
    const name = this.#cloudName(255);
    return new SecurityGroup(this.#stack, this.#part('aws_security_group', { by: 'name', name }), {
      name,
      description: 'Managed by Helix',
      ingress: ingressRules(ports, sshCidrs),
      egress: OPEN_EGRESS,
      tags: this.#named(),
      ...(subnetId === null ? this.#inDefaultVpc() : { vpcId: this.#vpcOf(subnetId) }),
    });
  }

  #inDefaultVpc() {
    const vpcs = new DataAwsVpcs(this.#stack, 'data.aws_vpcs.default', {
      filter: [{ name: 'isDefault', values: ['true'] }],
    });
    return {
      vpcId: `\${one(${vpcs.fqn}.ids)}`,
      lifecycle: {
        precondition: [
          {
            condition: `\${length(${vpcs.fqn}.ids) == 1}`,
            errorMessage: `There is no default VPC in ${this.#at.region}: give ${this.#owner.address} a subnet_id, or make one with \`aws ec2 create-default-vpc\`.`,
          },
        ],
      },
    };
  }

  #vpcOf(subnetId: string): string {
    // An id need not be a valid Terraform identifier.
    const name = /^[A-Za-z][\w-]*$/.test(subnetId)
      ? subnetId
      : `subnet_${digestOfText(subnetId).slice(0, 8)}`;
    return new DataAwsSubnet(this.#stack, `data.aws_subnet.${name}`, { id: literal(subnetId) }).vpcId;
  }

  /** Parameters for the secrets that Helix writes: Terraform keeps their values in neither its plan nor its state. */
  #parameters(): SsmParameter[] {
    const { address } = this.#owner;
    return this.#secrets.flatMap(({ variable, name, written }) => {
      if (written === null) return [];
      const key = JSON.stringify(`${address} ${variable}`);
      const version = `sha256("\${var.helix_op["${address}"]} ${written}")`;
      const parameter = new SsmParameter(
        this.#stack,
        this.#part('aws_ssm_parameter', { by: 'create' }, `${this.#id}-${variable}`),
        {
          name: fillPlaceholders(name, address),
          description: literal(`${variable} of ${address}`),
          type: 'SecureString',
          valueWo: `\${lookup(var.helix_secret, ${key}, "")}`,
          // The name is unique to this resource: an existing parameter was left by an interrupted run.
          overwrite: true,
          tags: ownerTags(this.#owner),
        },
      );
      // Rewritten whenever the machine is replaced or the reference changes.
      parameter.addOverride('value_wo_version', `\${parseint(substr(${version}, 0, 7), 16)}`);
      return [parameter];
    });
  }

  /** The name of an existing key pair, or of one made from a public key; null: no key. */
  #keyName(): string | null {
    const { sshKey } = this.#inputs;
    if (sshKey === null || !/\s/.test(sshKey.trim())) return sshKey === null ? null : literal(sshKey.trim());
    const publicKey = sshKey.trim();
    // Another key has another name, which replaces the machine.
    const name = `${this.#cloudName(240)}-${digestOfText(publicKey).slice(0, 8)}`;
    return new KeyPair(this.#stack, this.#part('aws_key_pair', { by: 'import', id: name }), {
      keyName: name,
      publicKey: literal(publicKey),
      tags: ownerTags(this.#owner),
    }).keyName;
  }

  /** The latest Amazon Linux 2023 in the region at the time a machine is created. */
  #ami(): string {
    const { arch } = this.#inputs;
    const parameter = new DataAwsSsmParameter(this.#stack, `data.aws_ssm_parameter.al2023_${arch}`, {
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${arch === 'arm64' ? 'arm64' : 'x86_64'}`,
    });
    // `value` is sensitive, and would make the machine's AMI sensitive too.
    return parameter.insecureValue;
  }

  #userData(): string {
    const { ports, env, expireItself } = this.#inputs;
    return userData({
      address: this.#owner.address,
      region: this.#at.region,
      image: this.#image.reference,
      registry: this.#image.ecr?.registry ?? null,
      ports,
      env: literalEnv(env),
      secrets: Object.fromEntries(this.#secrets.map(({ variable, name }) => [variable, name])),
      expireItself,
    });
  }

  /** Adds a part with the way to find it again, and returns its address. */
  #part(type: string, probe: Probe, name = this.#id): TerraformAddress {
    const address = `${type}.${name}`;
    this.#probes[address] = probe;
    return address;
  }

  /** A unique name of at most `length` characters. */
  #cloudName(length: number): string {
    return `${literal(boundedName(this.#inputs.name, length - 9))}-${helixId(this.#owner.address)}`;
  }

  #named(): Record<string, string> {
    return { ...ownerTags(this.#owner), Name: literal(this.#inputs.name) };
  }
}

/** A one-time spot request: when AWS takes the machine away, the next apply creates it again. */
const SPOT = {
  marketType: 'spot',
  spotOptions: { spotInstanceType: 'one-time', instanceInterruptionBehavior: 'terminate' },
};
