import { isObject } from '../../src/values/is-object';
import type { Json, JsonObject } from '../../src/values/json';
import type { Lowered } from '../lowered';

/** The schema of a provider, reduced to the types that blocks use. */
export interface ProviderSchema {
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, BlockSchema>>;
  readonly data: Readonly<Record<string, BlockSchema>>;
}

interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks?: Readonly<Record<string, BlockSchema & { readonly max?: number }>>;
}

interface AttributeSchema {
  /** `string`, `["set", "string"]` */
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly deprecated?: boolean;
}

const META_ARGUMENTS = ['lifecycle', 'depends_on', 'for_each', 'count', 'provider'];

/** The problems of blocks by the provider's schema: what it does not know, does not take, or lacks. */
export function schemaProblems(
  schema: ProviderSchema,
  { resources, data }: Pick<Lowered, 'resources' | 'data'>,
): string[] {
  const check = (types: ProviderSchema['resources'], prefix: string) => (entry: [string, JsonObject]) => {
    const [address, block] = entry;
    const [type = ''] = address.slice(prefix.length).split('.');
    const known = types[type];
    return known === undefined ? [`${address}: no such type`] : blockProblems(known, block, address);
  };
  return [
    ...Object.entries(resources).flatMap(check(schema.resources, '')),
    ...Object.entries(data).flatMap(check(schema.data, 'data.')),
  ];
}

/** The problems of one block. */
export function blockProblems(
  { attributes, blocks = {} }: BlockSchema,
  block: JsonObject,
  at: string,
): string[] {
  const missing = Object.keys(attributes).filter(
    (name) => attributes[name]?.required === true && !(name in block),
  );
  const given = Object.entries(block).flatMap(([name, value]) => {
    const path = `${at}.${name}`;
    if (META_ARGUMENTS.includes(name)) return [];
    const inner = blocks[name];
    if (inner !== undefined) {
      const all = Array.isArray(value) ? (value as readonly Json[]) : [value];
      const many =
        inner.max !== undefined && all.length > inner.max ? [`${path}: more than ${inner.max}`] : [];
      return [...many, ...all.flatMap((one) => blockProblems(inner, isObject(one) ? one : {}, path))];
    }
    const attribute = attributes[name];
    if (attribute === undefined) return [`${path}: no such attribute`];
    if (attribute.required !== true && attribute.optional !== true)
      return [`${path}: only the provider sets it`];
    if (attribute.deprecated === true) return [`${path}: deprecated`];
    return isOfType(attribute.type, value) ? [] : [`${path}: not a ${JSON.stringify(attribute.type)}`];
  });
  return [...missing.map((name) => `${at}.${name}: missing`), ...given];
}

function isOfType(type: unknown, value: Json): boolean {
  // A reference may be of any type.
  if (typeof value === 'string' && value.startsWith('${')) return true;
  if (type === 'string' || type === 'number') return typeof value === type;
  if (type === 'bool') return typeof value === 'boolean';
  if (!Array.isArray(type)) return true;
  const [kind, of] = type as readonly unknown[];
  if (kind === 'map')
    return isObject(value) && Object.values(value).every((one) => isOfType(of, one ?? null));
  return Array.isArray(value) && (value as readonly Json[]).every((one) => isOfType(of, one));
}
