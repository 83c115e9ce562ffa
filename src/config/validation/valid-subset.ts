import type { Validator } from './validate';
import { pointerSegments } from '../../values/json-pointer';

/**
 * Returns the valid subset of a document: members that violate the schema are left out, so that the others can still be
 * checked and one run reports all problems.
 */
export function validSubset(data: unknown, validator: Validator): unknown {
  let part = data;
  while (!validator(part)) {
    for (const { instancePath, keyword, params } of validator.errors ?? []) {
      const path = pointerSegments(instancePath);
      if (keyword === 'additionalProperties')
        path.push((params as { additionalProperty: string }).additionalProperty);
      if (path.length === 0) return {};
      part = without(part, path);
    }
  }
  return part;
}

function without(value: unknown, [first = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) {
    // A list without one of its members would mean something else, so the caller leaves out the whole list.
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return value;
  const inner = rest.length === 0 ? undefined : without((value as Record<string, unknown>)[first], rest);
  const others = Object.entries(value).filter(([key]) => key !== first);
  return Object.fromEntries(inner === undefined ? others : [...others, [first, inner]]);
}
