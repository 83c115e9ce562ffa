/** The kinds of resources. A `ttl_policy` is part of its target: it never changes on its own. */
export type ResourceKind = 'cluster' | 'registry_repo' | 'image' | 'instance' | 'ttl_policy';

/**
 * The name of the engine that applies changes to a resource; `none` for a registry that Helix only names, never creates.
 * Any name of the shape of `ENGINE_NAME` is valid: a state may hold records of engines that this version lacks.
 */
export type EngineName = string;

export const ENGINE_NAME = /^[a-z][a-z0-9-]*$/;

/** The provider of Helix Cloud's own clusters, which texts leave out. */
export const HELIX_CLOUD_PROVIDER = 'helix-cloud';

/** The provider of images and containers on this host. */
export const CONTAINER_PROVIDER = 'docker';

/** `kind.name`, for example `instance.staging`. */
export type Address = `${ResourceKind}.${string}`;

export function addressOf(kind: ResourceKind, name: string): Address {
  return `${kind}.${name}`;
}

/** A place in the user's files: lines and columns count from 1. */
export interface SourceRef {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
