import helixSchema from '../../../schemas/helix.schema.json';

/** A key that a document may have, by its schema. */
export interface SchemaKey {
  /** The path from the root of the document; `*` is any name: `['cloud', '*', 'helix', 'size']`. */
  readonly path: readonly string[];
  /** `used`: changes what is created. `not-used`: read and listed. `not-enforced`: listed with a warning. */
  readonly use: 'used' | 'not-used' | 'not-enforced';
  /** Whether it is a table, whose own keys follow. */
  readonly table: boolean;
  readonly required: boolean;
  /** Valid values; the first two differ in meaning. A single one is the only valid value. */
  readonly examples: readonly unknown[];
}

let helixKeys: readonly SchemaKey[] | undefined;

/** Returns every key of helix.toml. */
export function schemaKeys(): readonly SchemaKey[] {
  return (helixKeys ??= keysOf(helixSchema));
}

/** Returns every key of a schema, parents first. */
export function keysOf(root: Schema): SchemaKey[] {
  const keys: SchemaKey[] = [];
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const definition = /^#\/(?:definitions|\$defs)\/(.+)$/.exec(schema.$ref)?.[1] ?? '';
    const found = (root.definitions ?? root.$defs)?.[definition];
    if (found === undefined) throw new Error(`${schema.$ref} does not exist`);
    return found;
  };
  const visit = (schema: Schema, path: readonly string[]): void => {
    for (const [key, member] of Object.entries(schema.properties ?? {})) {
      const resolved = resolve(member);
      const inner = members(resolved);
      keys.push({
        path: [...path, key],
        use: useOf(resolved['x-helix']),
        table: inner !== undefined,
        required: schema.required?.includes(key) ?? false,
        examples: resolved.examples ?? [],
      });
      if (inner === 'named') visit({ properties: { '*': elementOf(resolved) } }, [...path, key]);
      else if (inner === 'fixed') visit(resolved, [...path, key]);
    }
  };
  const members = (schema: Schema): 'fixed' | 'named' | undefined => {
    if (schema.properties !== undefined) return 'fixed';
    return elementOf(schema).properties === undefined ? undefined : 'named';
  };
  const elementOf = (schema: Schema): Schema =>
    typeof schema.additionalProperties === 'object' ? resolve(schema.additionalProperties) : {};
  visit(root, []);
  return keys;
}

function useOf(word = 'used'): SchemaKey['use'] {
  if (word === 'used' || word === 'not-used' || word === 'not-enforced') return word;
  throw new Error(`x-helix cannot be ${word}`);
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly 'x-helix'?: string;
}
