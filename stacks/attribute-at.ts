import { isObject } from '../src/values/is-object';
import type { Json, JsonObject } from '../src/values/json';

/** Reads an attribute of Terraform's state by its dotted path: `interface.0.address`; undefined where there is none. */
export function attributeAt(attributes: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>(valueAt, attributes);
}

function valueAt(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isObject(value) ? inside(value)[key] : undefined;
}

/** A state keeps the value of an attribute without a fixed type beside its type. */
function inside(value: JsonObject): JsonObject {
  const { type, value: own } = value;
  return Object.keys(value).length === 2 && type !== undefined && isObject(own) ? own : value;
}
