import type { Json, JsonObject } from '../src/values/json';
import { attributeAt } from './attribute-at';
import type { Lowered, LoweredOutput, TerraformAddress } from './lowered';

/**
 * The outputs of a resource, from the attributes in Terraform's state, and the image that Helix built for it. Empty outputs
 * are left out.
 */
export function outputsOf(
  { outputs, image }: Pick<Lowered, 'outputs' | 'image'>,
  attributes: (address: TerraformAddress) => JsonObject | undefined,
): JsonObject {
  const values = Object.entries(outputs).map(([name, output]) => [
    name,
    valueOf(output, attributes(output.address) ?? {}),
  ]);
  return {
    ...(Object.fromEntries(values.filter(([, value]) => value !== null)) as JsonObject),
    ...(image !== undefined && { image }),
  };
}

function valueOf({ attribute, otherwise, format }: LoweredOutput, attributes: JsonObject): Json {
  const value =
    present(attributeAt(attributes, attribute)) ?? present(attributeAt(attributes, otherwise ?? attribute));
  if (value === null || format === undefined) return value;
  if (typeof value !== 'string') return null;
  return format.replaceAll(PLACEHOLDER, (_, name: string) =>
    name === '' ? value : textAt(attributes, name),
  );
}

/** A place in a format: `{}`, or `{zone}`. */
export const PLACEHOLDER = /\{(\w*)\}/g;

function textAt(attributes: JsonObject, name: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : '';
}

function present(value: Json | undefined): Json {
  return value === undefined || value === '' ? null : value;
}
