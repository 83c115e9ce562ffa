import type { ResourceKind } from '../../values/resource';

/** Whether something of a resource runs: an app is only the place of its machine. */
export function isRunnable({ kind }: { readonly kind: ResourceKind }): boolean {
  return kind === 'instance';
}
