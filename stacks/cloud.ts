import type { Cloud, CloudLowering } from '../src/clouds/cloud';
import type { ResourceRecord } from '../src/state/state';
import type { Json, JsonObject } from '../src/values/json';
import type { Address, ResourceKind } from '../src/values/resource';
import type { SecretDigests } from '../src/values/secret-digests';
import type { CloudApi } from './cloud-api';
import type { Lowered, TerraformAddress } from './lowered';
import type { MachinePower } from './machine-power';
import type { ProviderBehaviour } from './provider-behaviour';

/** A cloud as Terraform reaches it. Everything except for the result of `lower` works without cdktf. */
export interface TerraformCloud {
  /** The facts of the cloud that do not depend on Terraform. */
  readonly facts: Cloud & { readonly lowering: CloudLowering };
  /** The provider package; the last part of its source names it in a stack. */
  readonly provider: { readonly source: string; readonly version: string };
  /** The versions of Terraform that its blocks need, where that is more than usual. */
  readonly requiredTerraform?: string;
  /** Returns the settings of the provider. */
  readonly providerBlock: (region: string, settings: StackSettings) => JsonObject;
  /** The project or subscription that everything of an account lies in; null where an account is one itself. */
  readonly scope: AccountScope | null;
  /** Returns what finds a lost part: data sources, or a list of the cloud's API; null for parts that nothing lists. */
  readonly probe: (part: LostPart) => ProbeBlocks | ListProbe | null;
  /** The API that has the lists which `probe` names, and the power of machines. */
  readonly api: CloudApi;
  /** How machines are started and stopped. */
  readonly power: MachinePower;
  /**
   * Attributes that the provider never reads, by type. An import leaves them empty, as if the part had to change: it is
   * given the planned ones, since nothing but that creation has its `helix-op`.
   */
  readonly unread: Readonly<Record<string, readonly string[]>>;
  /** Attributes of any type, by type of resource: Terraform's state has each with its own type. */
  readonly dynamic: Readonly<Record<string, readonly string[]>>;
  /** The observed effect of each edit of an attribute. */
  readonly behaviour: ProviderBehaviour;
  /** Attributes that the provider computes from another one: `tags_all` -> `tags`. */
  readonly computed: Readonly<Record<string, string>>;
  /** Whether the attributes of a machine say that it is stopped. */
  readonly isStopped: (attributes: JsonObject) => boolean;
  /** The environment variables that choose an account: they do not reach one with credentials of its own. */
  readonly identity: RegExp;
  /** Returns the cause of a failure, from the provider's message. */
  readonly classify: (message: string) => FailureCause;
  /** Returns the way out of a failure, where the provider's message does not tell it; null for others. Missing: it always does. */
  readonly wayOut?: (message: string) => string | null;
  /** The instruction in a hint for missing credentials: `Set ACME_TOKEN`. */
  readonly credentialsHint: string;
  /** The memory that Terraform and the provider take for one stack. */
  readonly stackBytes: number;
  /** Loads the lowering, and with it cdktf. */
  readonly lower: () => Promise<Lowering>;
}

/** The settings of the account that a stack lies in. */
export interface StackSettings {
  /** The address of all services; null: the cloud's own. */
  readonly endpointUrl: string | null;
  /** The project or subscription; null where the cloud has no scope. */
  readonly scope: string | null;
}

/** The part of an account that everything lies in: a project or a subscription. Blocks refer to it as `local.helix_scope`. */
export interface AccountScope {
  /** The name in messages: `project`. */
  readonly title: string;
  /** The instruction where nothing names it. */
  readonly hint: string;
  /** Returns it from the variables of Terraform; undefined where none names it. */
  readonly find: (variables: Readonly<Record<string, string>>) => string | undefined;
}

/** The cause of a provider's failure, as far as a user can mend it. */
export type FailureCause = 'auth' | 'unreachable' | 'failed';

/** A part that Terraform's state has lost. */
export interface LostPart {
  /** The Terraform type of the part. */
  readonly type: string;
  /** The name of the data sources that look for it, unique in a probe. */
  readonly label: string;
  /** Its mark in the cloud: the unique value of its tag `helix-op`, or its name, which may be a template. */
  readonly by: { readonly op: string } | { readonly name: string };
}

/** Data sources that look for a part, and the expression of the ids that they find. */
export interface ProbeBlocks {
  readonly data: Readonly<Record<TerraformAddress, JsonObject>>;
  readonly ids: string;
}

/** A list of the cloud's API in which a part is looked for. */
export interface ListProbe {
  /** The path of the first page, with its query. */
  readonly path: string;
  /** Reads a page: the import ids of what matches, and the path of the next page, null after the last. */
  readonly read: (page: Json) => { readonly ids: readonly string[]; readonly next: string | null };
}

/** The parts of a record that its blocks depend on. */
export type Lowerable = Pick<
  ResourceRecord,
  'address' | 'kind' | 'name' | 'provider' | 'region' | 'inputs' | 'expiresAt'
> & {
  /**
   * The digests of values that have changed since the resource was created, by the path of their reference. They stand in
   * the blocks, so that Terraform writes the value again.
   */
  readonly secretMarks?: SecretDigests;
};

/** A resource in its region. */
export type Placed = Lowerable & { readonly region: string };

/** The owner of a resource, as tags or labels in the cloud name it. */
export interface Owner {
  readonly project: string;
  readonly workspace: string;
  readonly address: Address;
}

/** The blocks that a cloud makes of a resource. */
export type LoweredBlocks = Omit<Lowered, 'revision' | 'helixAddress' | 'op' | 'expiresAt'>;

/** Turns resources into blocks, by kind. */
export type Lowering = Readonly<
  Partial<Record<ResourceKind, (owner: Owner, resource: Placed) => LoweredBlocks>>
>;
