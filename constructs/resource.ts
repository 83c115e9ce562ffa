import { Construct } from 'constructs';
import { addressOf } from '../src/values/resource';
import type { Address, EngineName, ResourceKind, SourceRef } from '../src/values/resource';
import type { JsonObject } from '../src/values/json';

/** The properties of every block of desired state. */
export interface ResourceProps {
  readonly engine: EngineName;
  readonly provider: string;
  readonly region?: string | null;
  /** The inputs as JSON; secrets only as references or fingerprints. */
  readonly inputs: JsonObject;
  readonly protect?: boolean;
  /** Shown, never created or destroyed. */
  readonly readOnly?: boolean;
  /** `local`: belongs to one host, never to a shared state. */
  readonly scope?: 'shared' | 'local';
  readonly source: SourceRef;
}

/** A node of desired state. Its id in the tree is its address, so a path reads `shop/cluster.production`. */
export abstract class Resource extends Construct {
  readonly address: Address;

  protected constructor(
    scope: Construct,
    readonly kind: Exclude<ResourceKind, 'ttl_policy'>,
    readonly resourceName: string,
    readonly props: ResourceProps,
  ) {
    super(scope, addressOf(kind, resourceName));
    this.address = addressOf(kind, resourceName);
  }
}
