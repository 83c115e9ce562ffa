import type { Json, JsonObject } from '../src/values/json';
import type { Lowered, LoweredOutput, TerraformAddress } from './lowered';

/** The outputs of a resource, from the attributes in Terraform's state. Empty outputs are left out. */
export function outputsOf(
  { outputs }: Lowered,
  attributes: (address: TerraformAddress) => JsonObject | undefined,
): JsonObject {
  const values = Object.entries(outputs).map(([name, output]) => [
    name,
    valueOf(output, attributes(output.address) ?? {}),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== null)) as JsonObject;
}

function valueOf({ attribute, otherwise, format }: LoweredOutput, attributes: JsonObject): Json {
  const value = present(attributes[attribute]) ?? present(attributes[otherwise ?? attribute]);
  if (value === null || format === undefined) return value;
  return typeof value === 'string' ? format.replace('{}', value) : null;
}

function present(value: Json | undefined): Json {
  return value === undefined || value === '' ? null : value;
}
