import type { Owner } from '../../cloud';
import { boundedName, identifier } from '../../identifier';
import { labelsOf } from '../labels';
import type { Probe, TerraformAddress } from '../../lowered';
import { BlockStack } from '../../lowering/block-stack';
import type { MachineSource } from '../../lowering/machine-source';
import { helixId } from '../../template';
import { containerImage } from './container-image';
import type { ContainerImage } from './container-image';
import { googleMachineInputs } from './machine-inputs';
import type { GoogleMachineInputs } from './machine-inputs';
import { machineSecrets } from './machine-secrets';
import type { MachineSecret } from './machine-secrets';

/** The facts that all parts of a machine share, and the parts that were added. */
export class MachineContext {
  readonly stack = new BlockStack();
  readonly owner: Owner;
  readonly region: string;
  readonly expires: boolean;
  readonly inputs: GoogleMachineInputs;
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
    this.inputs = googleMachineInputs(owner.address, inputs, region);
    this.image = containerImage(this.inputs.image, this.inputs.name, region);
    this.secrets = machineSecrets(owner.address, this.inputs, secretMarks);
  }

  /** Adds a part with the way to find it again, and returns its address. */
  addPart(type: string, probe: Probe, suffix = ''): TerraformAddress {
    const address = `${type}.${this.id}${suffix}`;
    this.probes[address] = probe;
    return address;
  }

  /** The name of the machine, and with a suffix that of a rule of its firewall: unique, of at most 63 characters. */
  cloudName(suffix = ''): string {
    return `${boundedName(this.inputs.name, 54 - suffix.length)}-${helixId(this.owner.address)}${suffix}`;
  }

  /** The name of its account and of its network tag, which no input changes. */
  shortName(): string {
    return `helix-${helixId(this.owner.address)}`;
  }

  /** The labels of a part. */
  labels(): Record<string, string> {
    return labelsOf(this.owner, this.inputs.tags);
  }
}
