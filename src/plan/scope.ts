import { HelixError } from '../errors';
import type { Address } from '../values/resource';

type Edges = ReadonlyMap<Address, readonly Address[]>;

/**
 * Returns the resources that `--target` names, with everything they need (or, to destroy, everything that needs them).
 * A target is an address (`cluster.api`) or a name (`api`: all resources of that name). null: everything.
 * @throws HelixError `not-found` for a target that no resource has
 */
export function scopeOf(targets: readonly string[], edges: Edges): ReadonlySet<Address> | null {
  if (targets.length === 0) return null;
  const scope = new Set<Address>();
  const waiting = targets.flatMap((target) => resolve(target, edges));
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (scope.has(address)) continue;
    scope.add(address);
    waiting.push(...(edges.get(address) ?? []));
  }
  return scope;
}

/** Returns the edges in the opposite direction. */
export function reversed(edges: Edges): Edges {
  const result = new Map<Address, Address[]>([...edges.keys()].map((address) => [address, []]));
  for (const [from, to] of edges) {
    for (const address of to) {
      const list = result.get(address);
      if (list === undefined) result.set(address, [from]);
      else list.push(from);
    }
  }
  return result;
}

function resolve(target: string, edges: Edges): Address[] {
  const found = [...edges.keys()].filter(
    (address) => address === target || address.slice(address.indexOf('.') + 1) === target,
  );
  if (found.length === 0) {
    const known = [...edges.keys()].slice(0, 10).join(', ');
    throw new HelixError('not-found', `nothing is called "${target}"`, {
      hint: known === '' ? 'The project has no resources yet.' : `There is: ${known}.`,
    });
  }
  return found;
}
