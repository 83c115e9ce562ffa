import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { SecretDigests } from '../src/values/secret-digests';

/** `acme_machine.staging`, or `data.acme_networks.default` */
export type TerraformAddress = string;

/**
 * The Terraform blocks of one Helix resource. They are kept in the state with its record when it is applied, so that a
 * stack always consists of applied and approved blocks, even if a later Helix would lower the same inputs differently.
 *
 * Blocks contain nothing that differs between two runs of the same configuration. They refer to the variables
 * `helix_lineage`, `helix_op["<address>"]`, `helix_expires_at["<address>"]`, `helix_image["<address>"]` and
 * `helix_secret["<address> <NAME>"]`, whose values are kept beside the blocks (`op`, `expiresAt`, `image`) or come from the
 * run (lineage, secrets), and to `local.helix_id["<address>"]`, eight hex digits of lineage and address, which make a name
 * in the cloud unique.
 */
export interface Lowered {
  /** The cloud's `lowering.revision` in the Helix that made it; also an input of the resource, so that a plan shows when it changes. */
  readonly revision: number;
  /** The address of the lowered resource. */
  readonly helixAddress: Address;
  /** Managed resources by Terraform address. */
  readonly resources: Readonly<Record<TerraformAddress, JsonObject>>;
  /** Data sources by Terraform address (`data.TYPE.NAME`); the same address has the same block in every resource. */
  readonly data: Readonly<Record<TerraformAddress, JsonObject>>;
  /** The Terraform address that stands for the resource; the others are parts of it. */
  readonly primary: TerraformAddress;
  /** The outputs, by name. */
  readonly outputs: Readonly<Record<string, LoweredOutput>>;
  /** The way to find each managed resource in the cloud when Terraform's state has lost it. */
  readonly probes: Readonly<Record<TerraformAddress, Probe>>;
  /**
   * The values of `helix_secret` when these blocks are created, updated or replaced: key -> `env:NAME` or
   * `secret:FINGERPRINT`. A resource that stays as it is, or is deleted, does not need them.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /** The digests that the blocks contain; see `Lowerable`. Missing where they contain none. */
  readonly secretMarks?: SecretDigests;
  /** The tag `helix-op` of the last creation, unique to it. */
  readonly op: string;
  /** RFC 3339 UTC; null without a TTL. */
  readonly expiresAt: string | null;
  /**
   * The image that Helix built for it, as `HOST/NAME@sha256:DIGEST`, or until its push what
   * `imageBeforePush` returns. Missing where the
   * user named an image.
   */
  readonly image?: string;
}

/** An attribute of a managed resource. */
export interface LoweredOutput {
  readonly address: TerraformAddress;
  /** Its name, or the path of a value within it, which need not exist: `network.0.address`. */
  readonly attribute: string;
  /** The attribute that is used when the other is empty. */
  readonly otherwise?: string;
  /** A text around the value, which replaces `{}`; `{zone}` is the attribute `zone`: `http://{}:8080`. */
  readonly format?: string;
}

/**
 * The way to find a lost object, and the id under which it is imported. Names are Terraform templates and may contain
 * `local.helix_id`.
 */
export type Probe =
  /** A machine, by its tag `helix-op`. */
  | { readonly by: 'op' }
  /** By a name that is unique in its region or account, for objects that the cloud can list. */
  | { readonly by: 'name'; readonly name: string }
  /** By an import, for objects that the cloud cannot list: "non-existent remote object" means that it does not exist. */
  | { readonly by: 'import'; readonly id: string }
  /** Not at all: creating it again has the same result as finding it. */
  | { readonly by: 'create' };

/** A Terraform configuration with its state: an account of a cloud, a region and a layer. */
export interface StackRef {
  /** The name of the cloud. */
  readonly provider: string;
  /** The name of an account in cloud.toml; undefined: the account that cloud.toml prefers for the cloud. */
  readonly account?: string | undefined;
  readonly region: string;
  /** Registries come first: an image is pushed between the two. */
  readonly layer: 'registry' | 'compute';
}

/**
 * `acme-eu-1-registry`, or `research@acme-eu-1-registry` for a named account: the name of the work directory and of the
 * mirrored state. Different stacks have different names.
 */
export function stackName({ provider, account, region, layer }: StackRef): string {
  const cloud = account === undefined ? provider : `${encodeURIComponent(account)}@${provider}`;
  return `${cloud}-${region}-${layer}`;
}
