import { ApiError } from './api-error';
import type { KeyRecord } from './keyring';

/** The least scope that a call needs; `self`: the key that the call names, or `admin`. */
export type RequiredScope = 'none' | 'read' | 'deploy' | 'admin' | 'self';

/** A call, as far as scopes are about it. */
export interface ScopedCall {
  readonly name: string;
  readonly requiredScope: RequiredScope;
  /** The cluster that the call is about. */
  readonly clusterId: string | undefined;
  /** The API key that the call is about. */
  readonly keyId: string | undefined;
}

const RANKS: Readonly<Record<string, number>> = { none: 0, read: 1, deploy: 2, admin: 3 };

/** @throws ApiError 403 when the scope of the key is too small for the call */
export function assertScope({ id, scope }: KeyRecord, call: ScopedCall): void {
  const { name, requiredScope, clusterId, keyId } = call;
  if (requiredScope === 'self' && id === keyId) return;
  const required = requiredScope === 'self' ? 'admin' : requiredScope;
  const only = clusterOfScope(scope);
  const rank = RANKS[only === null ? scope : 'deploy'] ?? 0;
  const isOther = only !== null && clusterId !== undefined && clusterId !== only;
  if (rank >= (RANKS[required] ?? Infinity) && !isOther) return;
  const what = isOther ? `${name} of ${clusterId}` : name;
  throw new ApiError(403, 'forbidden', `this API key has the scope ${scope}, and ${what} needs ${required}`, {
    scope,
    required_scope: required,
  });
}

/** Returns the cluster that a key is for alone; null where its scope is about all clusters. */
export function clusterOfScope(scope: string): string | null {
  return scope.startsWith('cluster:') ? scope.slice('cluster:'.length) : null;
}
