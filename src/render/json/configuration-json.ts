import type { Change, KeptResource, Plan } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { isObject } from '../../values/is-object';
import { shownSide } from './shown-sides';

/** Renders what the files declare, as Terraform's `configuration`: readers of plans look there for what is written. */
export function configurationJson({ changes, unsupported, kept }: Plan): JsonObject {
  const declared = [...changes, ...unsupported, ...kept].filter(({ source }) => source !== null);
  return { root_module: { resources: declared.map(declaredResource) } };
}

function declaredResource(change: Change | KeptResource): JsonObject {
  return {
    address: change.address,
    mode: change.action === 'read' ? 'data' : 'managed',
    type: change.kind,
    name: change.name,
    provider_config_key: change.provider,
    schema_version: 0,
    expressions: expressionsOf(change),
    ...(change.dependsOn.length > 0 && { depends_on: change.dependsOn }),
  };
}

/** Returns each attribute with its value; an attribute that is unknown, or a secret in any part, has an empty expression. */
function expressionsOf(change: Change | KeptResource): JsonObject {
  const { value, unknown, sensitive } = shownSide(change, change.after, 'after');
  if (!isObject(value)) return {};
  const hidden = new Set([...keysIn(unknown), ...keysIn(sensitive)]);
  const constants = Object.entries(value).map(([key, one]): [string, Json] => [key, { constant_value: one }]);
  return Object.fromEntries([
    ...constants.filter(([key]) => !hidden.has(key)),
    ...[...hidden].map((key): [string, Json] => [key, {}]),
  ]);
}

function keysIn(flags: Json): readonly string[] {
  return isObject(flags) ? Object.keys(flags) : [];
}
