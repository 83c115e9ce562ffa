import type { Construct } from 'constructs';
import { TerraformResource } from 'cdktf/lib/terraform-resource';
import type { JsonObject } from '../../src/values/json';
import type { TerraformAddress } from '../lowered';

/** A resource of a provider without typed constructs: its attributes are written as Terraform's JSON has them. */
export class PlainResource extends TerraformResource {
  readonly #attributes: JsonObject;

  constructor(scope: Construct, address: TerraformAddress, attributes: JsonObject) {
    super(scope, address, { terraformResourceType: address.slice(0, address.indexOf('.')) });
    const { depends_on: dependsOn, lifecycle, ...others } = attributes;
    this.#attributes = others;
    // The base class writes these two by itself.
    if (dependsOn !== undefined) this.addOverride('depends_on', dependsOn);
    if (lifecycle !== undefined) this.addOverride('lifecycle', lifecycle);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#attributes };
  }
}
