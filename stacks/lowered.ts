import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';

/** `aws_instance.staging`, or `data.aws_vpcs.default` */
export type TerraformAddress = string;

/**
 * What one Helix resource is in Terraform: kept in the state with its record when it is applied, so that a stack is
 * always put together from what was applied and what was approved, whatever a later Helix would make of the inputs.
 *
 * What differs between two runs of the same configuration never stands in a block itself: blocks name the variables
 * `helix_lineage`, `helix_op["<address>"]`, `helix_expires_at["<address>"]` and `helix_secret["<address> <NAME>"]`,
 * whose values lie beside (`op`, `expiresAt`) or come from the run (lineage, secrets); and `local.helix_id["<address>"]`,
 * eight hex digits made of lineage and address, which make a name in the cloud ours alone.
 */
export interface Lowered {
  /** The cloud's `lowering.revision` in the Helix that made it; also an input of the resource, so that a plan shows when it changes. */
  readonly revision: number;
  /** The resource that this was made of. */
  readonly helixAddress: Address;
  /** Managed resources by Terraform address. */
  readonly resources: Readonly<Record<TerraformAddress, JsonObject>>;
  /** Data sources by Terraform address (`data.TYPE.NAME`); the same address has the same block wherever it occurs. */
  readonly data: Readonly<Record<TerraformAddress, JsonObject>>;
  /** The Terraform address that stands for the resource; all others are parts of it. */
  readonly primary: TerraformAddress;
  /** What comes out, by name. */
  readonly outputs: Readonly<Record<string, LoweredOutput>>;
  /** How each managed resource is found in the cloud when Terraform's state has lost it. */
  readonly probes: Readonly<Record<TerraformAddress, Probe>>;
  /**
   * The values that go into `helix_secret` when these blocks are created, updated or replaced: key -> `env:NAME` or
   * `secret:FINGERPRINT`. Nobody needs them to leave a resource alone or to delete it.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /** Tag `helix-op` of what was created last: unique to that creation. */
  readonly op: string;
  /** RFC 3339 UTC; null without a TTL. */
  readonly expiresAt: string | null;
}

/** An attribute of a managed resource. */
export interface LoweredOutput {
  readonly address: TerraformAddress;
  readonly attribute: string;
  /** What is taken when that attribute is empty. */
  readonly otherwise?: string;
  /** Around the value, which stands for `{}`: `http://{}:8080`. */
  readonly format?: string;
}

/**
 * How a lost object is found, and under which id it is imported. Names are Terraform templates: `local.helix_id` may
 * stand in them.
 */
export type Probe =
  /** An EC2 instance by its `helix-op` tag. */
  | { readonly by: 'op' }
  /** By a name that is unique in its region or account, where the cloud can be asked for all that there are. */
  | { readonly by: 'name'; readonly name: string }
  /** Nothing lists it: the import is tried, and "non-existent remote object" means that it is not there. */
  | { readonly by: 'import'; readonly id: string }
  /** Creating it once more is the same as finding it. */
  | { readonly by: 'create' };

/** A Terraform configuration with its state: an account of a cloud, a region and a layer. */
export interface StackRef {
  /** `aws` */
  readonly provider: string;
  /** The name of an account in cloud.toml; undefined: the account that cloud.toml prefers for the cloud. */
  readonly account?: string | undefined;
  readonly region: string;
  /** Registries come first: an image is pushed between the two. */
  readonly layer: 'registry' | 'compute';
}

/**
 * `aws-us-east-1-registry`, or `research@aws-us-east-1-registry` for a named account: the name of the work directory and
 * of the mirrored state. Different stacks have different names.
 */
export function stackName({ provider, account, region, layer }: StackRef): string {
  const cloud = account === undefined ? provider : `${encodeURIComponent(account)}@${provider}`;
  return `${cloud}-${region}-${layer}`;
}
