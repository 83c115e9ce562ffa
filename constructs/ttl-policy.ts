import { Construct } from 'constructs';
import { addressOf } from '../src/values/resource';
import type { Address } from '../src/values/resource';
import type { Resource } from './resource';

/** How long a resource may live, counted from its creation or its last renewal. A child of what it ends. */
export class TtlPolicy extends Construct {
  readonly address: Address;

  constructor(
    readonly target: Resource,
    readonly seconds: number,
  ) {
    super(target, 'ttl');
    this.address = addressOf('ttl_policy', target.resourceName);
    this.node.addValidation({
      validate: () => (seconds > 0 ? [] : [`the TTL of ${target.address} is not positive: ${seconds} s`]),
    });
  }
}
