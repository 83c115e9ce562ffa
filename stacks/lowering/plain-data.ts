import type { Construct } from 'constructs';
import { TerraformDataSource } from 'cdktf/lib/terraform-data-source';
import type { JsonObject } from '../../src/values/json';
import type { TerraformAddress } from '../lowered';

/** A data source of a provider without typed constructs: see `PlainResource`. */
export class PlainData extends TerraformDataSource {
  readonly #attributes: JsonObject;

  /** `address`: `data.acme_networks.default`. */
  constructor(scope: Construct, address: TerraformAddress, attributes: JsonObject) {
    super(scope, address, { terraformResourceType: address.split('.')[1] ?? '' });
    this.#attributes = attributes;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#attributes };
  }
}
