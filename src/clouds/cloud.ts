import type { ResourceKind } from '../values/resource';
import type { CloudCredentials } from './credentials';
import type { CloudPricing } from './pricing';
import type { ReplacementRules } from './replacement';

/** The facts of a cloud, free of effects and of Terraform: what the rest of Helix knows of it. */
export interface Cloud {
  /** The name in configurations, plans and states. */
  readonly name: string;
  /** The name in sentences. */
  readonly title: string;
  /** The name of its machines where a user chooses one; null for a cloud without machines. */
  readonly machineTitle: string | null;
  /** Terraform's provider of its resources, in the public registry. */
  readonly terraformProvider: string;
  /** Other names that users type for it, in lower case. */
  readonly aliases: readonly string[];
  /** Whether `[deploy.N]` can rent machines there. */
  readonly machines: boolean;
  readonly regions: {
    /** The shape of its region names, not a list of them: clouds open new regions. */
    readonly shape: RegExp;
    /** The region of a machine that names none. */
    readonly default: string;
  };
  /** Whether it rents spare capacity at a lower price. */
  readonly spot: boolean;
  /** The page of a machine or an app in its console; null where id and region alone do not lead to one. */
  readonly consolePage:
    | ((deployed: { readonly id: string; readonly region: string | null }) => string)
    | null;
  /** The features that its machines never have: a `[deploy.N]` that needs one is refused, and `auto` goes elsewhere. */
  readonly lacks: readonly MachineFeature[];
  /** The zones that a machine is placed in; null where none can be named. */
  readonly zones: {
    /** Whether a zone lies in a region. */
    readonly isOf: (zone: string, region: string) => boolean;
    /** Returns the zone of a machine that names none; null for a region that Helix does not know. */
    readonly firstOf: (region: string) => string | null;
  } | null;
  /** References to secrets that the cloud keeps, and that its machines read for themselves. */
  readonly secretReferences: readonly RegExp[];
  /** The kinds of `[cloud.N.KIND]` that live in this cloud. */
  readonly tables: {
    /** A registry that Helix creates. */
    readonly registry: string | null;
    /** An app that runs an image. */
    readonly app: string | null;
  };
  readonly pricing: CloudPricing;
  readonly credentials: CloudCredentials;
  /** How Terraform lowers its resources; null while this Helix does not. */
  readonly lowering: CloudLowering | null;
  /** The effects of edits of inputs; null: the general rules. */
  readonly replacement: ReplacementRules | null;
}

/**
 * A feature of machines that not every cloud has.
 *
 * - `identity`: the machine proves to the cloud who it is, and so reads secrets, pulls private images and ends itself.
 * - `private-address`: it can do without a public address.
 * - `ipv6`: its usual network has IPv6 addresses.
 * - `keyless`: it starts without an SSH key.
 * - `named-key`: `ssh_key` may be the name of a key that the cloud keeps.
 */
export type MachineFeature = 'identity' | 'private-address' | 'arm64' | 'ipv6' | 'keyless' | 'named-key';

/** The way in which a cloud's resources are turned into Terraform. */
export interface CloudLowering {
  /** The kinds of resources that have a lowering. */
  readonly kinds: readonly ResourceKind[];
  /**
   * An input of every resource that is lowered: raise it whenever the same inputs become other blocks, so that a plan
   * shows the difference.
   */
  readonly revision: number;
  /** The revisions that replace what exists, because its user data differs, say. */
  readonly replacing: readonly number[];
}
