import { TerraformStack } from 'cdktf/lib/terraform-stack';
import type { TerraformElement } from 'cdktf/lib/terraform-element';
import { RootConstruct } from 'constructs';
import type { JsonObject } from '../../src/values/json';
import type { Lowered, TerraformAddress } from '../lowered';

/** The constructs of one resource. Their ids are their Terraform addresses. */
export class BlockStack extends TerraformStack {
  constructor() {
    super(new RootConstruct(), 'blocks');
  }

  /** The synthesised blocks, without cdktf's metadata. */
  blocks(): Pick<Lowered, 'resources' | 'data'> {
    const { resource = {}, data = {} } = this.toTerraform() as Synthesised;
    return { resources: byAddress(resource, ''), data: byAddress(data, 'data.') };
  }

  /** `data.acme_networks.default` -> `default` */
  protected override allocateLogicalId(element: TerraformElement): string {
    const { id } = element.node;
    return id.slice(id.lastIndexOf('.') + 1);
  }
}

type Blocks = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
interface Synthesised {
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

function byAddress(blocks: Blocks, prefix: string): Record<TerraformAddress, JsonObject> {
  return Object.fromEntries(
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(named).map(([name, { '//': _metadata, ...block }]) => [
        `${prefix}${type}.${name}`,
        // Omit undefined values.
        JSON.parse(JSON.stringify(block)) as JsonObject,
      ]),
    ),
  );
}
