import { TerraformStack } from 'cdktf/lib/terraform-stack';
import type { TerraformElement } from 'cdktf/lib/terraform-element';
import { RootConstruct } from 'constructs';
import type { JsonObject } from '../../../src/values/json';
import type { Lowered, TerraformAddress } from '../../lowered';

/** One resource on AWS, made of cdktf's typed constructs. Their ids are their Terraform addresses. */
export class AwsStack extends TerraformStack {
  constructor() {
    super(new RootConstruct(), 'aws');
  }

  /** What the constructs come out as, without cdktf's own notes. */
  blocks(): Pick<Lowered, 'resources' | 'data'> {
    const { resource = {}, data = {} } = this.toTerraform() as Synthesised;
    return { resources: byAddress(resource, ''), data: byAddress(data, 'data.') };
  }

  /** `data.aws_vpcs.default` -> `default` */
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
      Object.entries(named).map(([name, { '//': _notes, ...block }]) => [
        `${prefix}${type}.${name}`,
        // What is undefined is not there.
        JSON.parse(JSON.stringify(block)) as JsonObject,
      ]),
    ),
  );
}
