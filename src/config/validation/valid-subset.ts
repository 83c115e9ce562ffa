import type { Validator } from './validate';
import { pointerSegments } from '../../values/json-pointer';

/**
 * The part of a document that keeps to its schema: what breaks a rule is left out, so that what stands beside it can
 * still be checked and everything wrong is told in one run.
 */
export function soundPart(data: unknown, validator: Validator): unknown {
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
    // A list without one of its members would mean something else: it goes as a whole, below.
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return value;
  const inner = rest.length === 0 ? undefined : without((value as Record<string, unknown>)[first], rest);
  const others = Object.entries(value).filter(([key]) => key !== first);
  return Object.fromEntries(inner === undefined ? others : [...others, [first, inner]]);
}
