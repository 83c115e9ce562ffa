import type { Owner } from '../../cloud';
import { identifier } from '../../identifier';
import type { Probe, TerraformAddress } from '../../lowered';
import { BlockStack } from '../../lowering/block-stack';
import type { MachineSource } from '../../lowering/machine-source';
import { helixId } from '../../template';
import type { AzapiAttributes } from './azapi-resource';
import { addAzapiResource } from './azapi-resource';
import { containerImage } from './container-image';
import type { ContainerImage } from './container-image';
import { azureMachineInputs } from './machine-inputs';
import type { AzureMachineInputs } from './machine-inputs';
import { machineSecrets } from './machine-secrets';
import type { MachineSecret } from './machine-secrets';
import { groupId } from './names';
import { tagsOf } from './tags';

/** A changed secret replaces a machine on Azure, so that no block holds a mark of it. */
export type AzureMachineSource = Omit<MachineSource, 'secretMarks'>;

/** A part of a machine in its resource group. */
type GroupPart = Omit<AzapiAttributes, 'parent_id' | 'location' | 'tags'>;

/** The facts that all parts of a machine share, and the parts that were added. */
export class MachineContext {
  readonly stack = new BlockStack();
  readonly owner: Owner;
  readonly region: string;
  readonly expires: boolean;
  readonly inputs: AzureMachineInputs;
  readonly image: ContainerImage;
  readonly secrets: readonly MachineSecret[];
  readonly probes: Record<TerraformAddress, Probe> = {};
  /** The ARM id of the resource group, as it is written before there is one. */
  readonly groupId: string;
  readonly #id: string;

  constructor(owner: Owner, { name, region, expires, inputs }: AzureMachineSource) {
    this.owner = owner;
    this.region = region;
    this.expires = expires;
    this.#id = identifier(name);
    this.inputs = azureMachineInputs(owner.address, inputs);
    this.image = containerImage(name, this.inputs);
    this.secrets = machineSecrets(owner.address, this.inputs);
    this.groupId = groupId(this.inputs.name, helixId(owner.address));
  }

  /** The Terraform address of a part. All parts have one type, so the name tells what each is. */
  partAddress(part: string): TerraformAddress {
    return `azapi_resource.${part}_${this.#id}`;
  }

  /** Adds a part under the ARM id by which it is found again, and returns the expression of that id. */
  addPart(part: string, armId: string, attributes: AzapiAttributes): string {
    const address = this.partAddress(part);
    this.probes[address] = { by: 'name', name: armId };
    return addAzapiResource(this.stack, address, attributes);
  }

  /** Adds a part with tags to the resource group of the machine. */
  addGroupPart(part: string, tags: Record<string, string>, attributes: GroupPart): string {
    const [type = ''] = attributes.type.split('@');
    return this.addPart(part, `${this.groupId}/providers/${type}/${attributes.name}`, {
      ...attributes,
      parent_id: `\${${this.partAddress('group')}.id}`,
      location: this.region,
      tags,
    });
  }

  /** The tags of a part. */
  tags(): Record<string, string> {
    return tagsOf(this.owner, this.inputs.tags);
  }
}
