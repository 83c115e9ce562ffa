import type { Json, JsonObject } from '../../../../src/values/json';
import type { Lowered, TerraformAddress } from '../../../../stacks';

/** One attribute of one block, and the block in which it alone is another. */
export interface AttributeEdit {
  readonly type: string;
  /** `root_block_device.volume_size` */
  readonly path: string;
  readonly case: 'changed' | 'added' | 'removed';
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The rules by which the attributes of a cloud's blocks are edited. */
export interface EditRules {
  /** Attributes that Terraform compares as one: `tags`. */
  readonly whole: ReadonlySet<string>;
  /** The edited values of attributes that accept neither a longer text nor another number or boolean, by type and path. */
  readonly values: Readonly<Record<string, Json | ((before: Json) => Json)>>;
  /** Attributes that no edit adds or takes away, by type and path: a block without them is refused. */
  readonly fixed: ReadonlySet<string>;
  /** Tells apart the blocks of one type that are different things in the cloud. */
  readonly kindOf?: (block: JsonObject) => string;
}

const NO_ATTRIBUTES = new Set(['depends_on', 'lifecycle']);

/** Every attribute that the blocks of these resources set, each edited once; and those that only some of them set. */
export function attributeEdits(samples: readonly Lowered[], rules: EditRules): AttributeEdit[] {
  const blocks = samples.flatMap(({ resources }) => Object.entries(resources));
  const edits = new Map<string, AttributeEdit>();
  const kindOf = (type: string, block: JsonObject) => `${type} ${rules.kindOf?.(block) ?? ''}`;
  const add = (edit: AttributeEdit) => {
    edits.set(`${kindOf(edit.type, edit.before)} ${edit.path} ${edit.case}`, edit);
  };
  for (const [address, before] of blocks) {
    const type = typeOf(address);
    for (const path of leaves(before, rules.whole)) {
      add({
        type,
        path,
        case: 'changed',
        before,
        after: edited(before, path.split('.'), (value) => other(rules.values, type, path, value)),
      });
    }
    const kind = kindOf(type, before);
    const others = blocks
      .filter(([one, block]) => kindOf(typeOf(one), block) === kind)
      .map(([, block]) => block);
    for (const path of gaps(before, others, rules.whole)) {
      if (rules.fixed.has(`${type}.${path}`)) continue;
      const rest = without(before, path.split('.'));
      add({ type, path, case: 'removed', before, after: rest });
      add({ type, path, case: 'added', before: rest, after: before });
    }
  }
  return [...edits.values()];
}

function other(values: EditRules['values'], type: string, path: string, value: Json): Json {
  const given = values[`${type}.${path}`];
  if (typeof given === 'function') return given(value);
  if (given !== undefined) return given;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 10;
  if (/(^|\.)(tags|labels)$/.test(path) && !Array.isArray(value)) {
    return { ...(value as JsonObject), another: 'tag' };
  }
  if (typeof value === 'string') return `${value}-other`;
  throw new Error(`say what ${type}.${path} becomes`);
}

/** Returns the paths of a block's attributes, without those that Terraform is told to ignore. */
function leaves(block: JsonObject, whole: ReadonlySet<string>, prefix = ''): string[] {
  const ignored = new Set(
    ((block['lifecycle'] ?? {}) as { ignore_changes?: readonly string[] }).ignore_changes ?? [],
  );
  return Object.entries(block).flatMap(([key, value]) => {
    if (prefix === '' && (NO_ATTRIBUTES.has(key) || ignored.has(key))) return [];
    const path = prefix + key;
    const inner = single(value);
    return inner === null || whole.has(key) ? [path] : leaves(inner, whole, `${path}.`);
  });
}

/** Returns the paths of attributes that some of the other blocks do not set. */
function gaps(
  block: JsonObject,
  others: readonly JsonObject[],
  whole: ReadonlySet<string>,
  prefix = '',
): string[] {
  return Object.entries(block).flatMap(([key, value]) => {
    if (prefix === '' && NO_ATTRIBUTES.has(key)) return [];
    const path = prefix + key;
    const having = others.filter((other) => key in other);
    const inner = single(value);
    const innerOthers = having.map((other) => single(other[key] ?? null) ?? {});
    return [
      ...(having.length < others.length ? [path] : []),
      ...(inner === null || whole.has(key) ? [] : gaps(inner, innerOthers, whole, `${path}.`)),
    ];
  });
}

function without(block: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const { [key]: value = null, ...others } = block;
  if (rest.length === 0) return others;
  const inner = without(single(value) ?? {}, rest);
  return { ...block, [key]: Array.isArray(value) ? [inner] : inner };
}

function edited(
  block: JsonObject,
  [key = '', ...rest]: readonly string[],
  edit: (value: Json) => Json,
): JsonObject {
  const value = block[key] ?? null;
  if (rest.length === 0) return { ...block, [key]: edit(value) };
  const inner = edited(single(value) ?? {}, rest, edit);
  return { ...block, [key]: Array.isArray(value) ? [inner] : inner };
}

function single(value: Json): JsonObject | null {
  const one = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
  return typeof one === 'object' && one !== null && !Array.isArray(one) ? (one as JsonObject) : null;
}

function typeOf(address: TerraformAddress): string {
  return address.slice(0, address.indexOf('.'));
}
