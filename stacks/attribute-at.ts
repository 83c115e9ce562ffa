import { isObject } from '../src/values/is-object';
import type { Json, JsonObject } from '../src/values/json';

/** Reads an attribute of Terraform's state by its dotted path: `output.address`; undefined where there is none. */
export function attributeAt(attributes: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((value, key) => (isObject(value) ? inside(value)[key] : undefined), attributes);
}

/** A state keeps the value of an attribute without a fixed type beside its type. */
function inside(value: JsonObject): JsonObject {
  const { type, value: own } = value;
  return Object.keys(value).length === 2 && type !== undefined && isObject(own) ? own : value;
}
