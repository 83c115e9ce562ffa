import blueprintSchema from '../../../schemas/blueprint.schema.json';
import { keysOf } from '../validation/schema-keys';
import type { SchemaKey } from '../validation/schema-keys';

/** Returns every key of Blueprint.toml; those of the Cargo form are below `blueprint`. */
export function blueprintKeys(): SchemaKey[] {
  return keysOf(blueprintSchema);
}
