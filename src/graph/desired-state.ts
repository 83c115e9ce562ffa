import type { JsonObject } from '../values/json';
import type { Address, EngineName, ResourceKind, SourceRef } from '../values/resource';

/** The resources that should exist: the construct tree as plain data, dependencies first. */
export interface DesiredState {
  readonly resources: readonly DesiredResource[];
  readonly ttlPolicies: readonly DesiredTtlPolicy[];
}

export interface DesiredResource {
  readonly address: Address;
  readonly kind: Exclude<ResourceKind, 'ttl_policy'>;
  readonly name: string;
  readonly engine: EngineName;
  /** The name of a cloud, `helix-cloud`, `docker`, or the kind of a registry. */
  readonly provider: string;
  readonly region: string | null;
  /** Written by the codec of its kind. Secrets are references or fingerprints. */
  readonly inputs: JsonObject;
  readonly inputsDigest: string;
  readonly dependsOn: readonly Address[];
  readonly protect: boolean;
  readonly ttlSeconds: number | null;
  /** Shown, never created or destroyed (`[enterprise.N]`). */
  readonly readOnly: boolean;
  /** `local`: belongs to this host (`[local.N]`), never to a shared state or a saved plan. */
  readonly scope: 'shared' | 'local';
  readonly source: SourceRef;
}

/** A TTL as a node of its own, with an edge to the resource that it ends. */
export interface DesiredTtlPolicy {
  readonly address: Address;
  readonly target: Address;
  readonly seconds: number;
}
