import type { AttributeChange, Drift } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { masked } from './masked';

/** Returns one entry of `resource_drift`; `before` and `after` hold only what differs. */
export function driftJson(drift: Drift): JsonObject {
  const dot = drift.address.indexOf('.');
  const resource = {
    address: drift.address,
    mode: 'managed',
    type: drift.address.slice(0, dot),
    name: drift.address.slice(dot + 1),
  };
  switch (drift.type) {
    case 'gone':
      return { ...resource, change: gone(), helix: { drift: drift.type } };
    case 'foreign':
      return { ...resource, change: gone(), helix: { drift: drift.type, owner: drift.owner } };
    case 'changed':
      return { ...resource, change: changed(drift.attributes), helix: { drift: drift.type } };
  }
}

function gone(): JsonObject {
  return {
    actions: ['delete'],
    before: {},
    after: null,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: false,
  };
}

function changed(attributes: readonly AttributeChange[]): JsonObject {
  const before = masked(nested(attributes.map(({ path, before: value }) => [path, value])));
  const after = masked(nested(attributes.map(({ path, after: value }) => [path, value])));
  return {
    actions: ['update'],
    before: before.value,
    after: after.value,
    after_unknown: after.unknown,
    before_sensitive: before.sensitive,
    after_sensitive: after.sensitive,
  };
}

/** Turns dotted paths back into an object. */
function nested(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const groups = new Map<string, (readonly [string, Json | undefined])[]>();
  const leaves: [string, Json][] = [];
  for (const [path, value] of entries) {
    const dot = path.indexOf('.');
    if (dot > 0) {
      const key = path.slice(0, dot);
      groups.set(key, [...(groups.get(key) ?? []), [path.slice(dot + 1), value]]);
    } else if (value !== undefined) leaves.push([path, value]);
  }
  return Object.fromEntries([
    ...leaves,
    ...[...groups].map(([key, members]): [string, Json] => [key, nested(members)]),
  ]);
}
