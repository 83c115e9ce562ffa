import type { JsonObject } from '../../values/json';
import type { ResourceKind } from '../../values/resource';

/**
 * How the values of secrets reach a resource. `together`: an update of one sends them all. `anew`: the resource is made
 * again with all of them. `singly`: each is written by itself, and read when the resource starts next.
 */
export type SecretDelivery = 'together' | 'anew' | 'singly';

/** Returns how a resource with these inputs gets its secrets. */
export function secretDelivery(kind: ResourceKind, inputs: JsonObject): SecretDelivery {
  if (kind !== 'instance') return 'together';
  if ('app' in inputs) return 'together';
  return 'container' in inputs ? 'anew' : 'singly';
}
