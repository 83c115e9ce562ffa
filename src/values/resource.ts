/** What can exist. A `ttl_policy` is part of its target: it never changes on its own. */
export type ResourceKind = 'cluster' | 'registry_repo' | 'image' | 'instance' | 'ttl_policy';

/** What carries changes out. `none` is a registry that Helix only names, never creates. */
export type EngineName = 'helix-cloud' | 'terraform' | 'docker' | 'fly' | 'none';

/** `kind.name`, for example `instance.staging`. */
export type Address = `${ResourceKind}.${string}`;

export function addressOf(kind: ResourceKind, name: string): Address {
  return `${kind}.${name}`;
}

/** Where the user wrote something: lines and columns count from 1. */
export interface SourceRef {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
