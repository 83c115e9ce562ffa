import type { Owner } from '../../cloud';
import { boundedName, identifier } from '../../identifier';
import type { Probe, TerraformAddress } from '../../lowered';
import { BlockStack } from '../../lowering/block-stack';
import type { MachineSource } from '../../lowering/machine-source';
import { helixId, literal } from '../../template';
import { containerImage } from './container-image';
import type { ContainerImage } from './container-image';
import { awsMachineInputs } from './machine-inputs';
import type { AwsMachineInputs } from './machine-inputs';
import { machineSecrets } from './machine-secrets';
import type { MachineSecret } from './machine-secrets';
import { tagsOf } from './tags';

/** The facts that all parts of a machine share, and the parts that were added. */
export class MachineContext {
  readonly stack = new BlockStack();
  readonly owner: Owner;
  readonly region: string;
  readonly expires: boolean;
  readonly inputs: AwsMachineInputs;
  readonly image: ContainerImage;
  readonly secrets: readonly MachineSecret[];
  readonly probes: Record<TerraformAddress, Probe> = {};
  /** The Terraform name of the parts. */
  readonly id: string;

  constructor(owner: Owner, { name, region, expires, inputs, secretMarks }: MachineSource) {
    this.owner = owner;
    this.region = region;
    this.expires = expires;
    this.id = identifier(name);
    this.inputs = awsMachineInputs(owner.address, inputs);
    this.image = containerImage(this.inputs.image, this.inputs.name, region);
    const at = { address: owner.address, region, cloudName: this.inputs.name };
    this.secrets = machineSecrets(at, this.inputs, secretMarks);
  }

  /** Adds a part with the way to find it again, and returns its address. */
  addPart(type: string, probe: Probe, name = this.id): TerraformAddress {
    const address = `${type}.${name}`;
    this.probes[address] = probe;
    return address;
  }

  /** A unique name of at most `length` characters. */
  cloudName(length: number): string {
    return `${literal(boundedName(this.inputs.name, length - 9))}-${helixId(this.owner.address)}`;
  }

  /** The tags of a part. */
  tags(): Record<string, string> {
    return tagsOf(this.owner, this.inputs.tags);
  }

  /** The tags of a part, with a name for the AWS console where the user gives none. */
  namedTags(): Record<string, string> {
    return tagsOf(this.owner, this.inputs.tags, this.inputs.name);
  }
}
