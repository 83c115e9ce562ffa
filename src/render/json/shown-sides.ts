import { clusterSize } from '../../resources/cluster';
import type { Change, KeptResource } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { isObject } from '../../values/is-object';
import { masked } from './masked';
import type { Masked } from './masked';

type Sides = Pick<Change | KeptResource, 'address' | 'kind' | 'cost'>;

/**
 * Returns one side of a change as other programs read it: secrets masked, variables as their values or `{ "env": NAME }`,
 * and the size that a cluster has where the region's default applies.
 */
export function shownSide(change: Sides, inputs: JsonObject | null, side: 'before' | 'after'): Masked {
  if (inputs === null) return masked(null);
  return shownInputs(sized(change, inputs, change.cost?.pricedAs[side] ?? null));
}

/** Returns the inputs of a resource as other programs read them. */
export function shownInputs(inputs: JsonObject): Masked {
  const { value, ...flags } = masked(inputs);
  if (!isObject(value)) return { value, ...flags };
  const entries = Object.entries(value).map(([key, member]): [string, Json] => [
    key,
    VARIABLES.has(key) && isObject(member) ? shownVariables(member) : member,
  ]);
  return { value: Object.fromEntries(entries), ...flags };
}

/** The inputs that hold variables of a container or a cluster, by name. */
const VARIABLES = new Set(['env', 'env_vars', 'secrets']);

function shownVariables(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, shownVariable(value)]));
}

/** A literal as it is, a reference to the environment as an object, and null for a value that nobody knows. */
function shownVariable(value: Json): Json {
  if (typeof value !== 'string' || value === 'unknown') return null;
  if (value.startsWith('literal:')) return value.slice('literal:'.length);
  return value.startsWith('env:') ? { env: value.slice('env:'.length) } : value;
}

function sized({ address, kind }: Sides, inputs: JsonObject, size: string | null): JsonObject {
  if (kind !== 'cluster' || size === null || !('size' in inputs)) return inputs;
  return clusterSize(address, inputs) === null ? { ...inputs, size } : inputs;
}
