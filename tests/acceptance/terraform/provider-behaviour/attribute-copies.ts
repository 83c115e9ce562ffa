import type { Json, JsonObject } from '../../../../src/values/json';
import type { Lowered, TerraformAddress } from '../../../../stacks';
import { attributeEdits } from './attribute-edits';
import type { EditRules } from './attribute-edits';

/** A copy of a single block, which one of its attributes differs in afterwards. */
export interface AttributeCopy {
  readonly type: string;
  /** `name`, or `key_name added` */
  readonly row: string;
  readonly before: Lowered;
  readonly after: Lowered;
}

/** The rules by which blocks are copied. */
export interface CopyRules {
  /** The attributes that no two resources may share: `name`, or that of a type alone: `google_service_account.account_id`. */
  readonly names: readonly string[];
  /** Kind of block -> the beginning of the address of a part that no two blocks may share: each copy has a copy of it. */
  readonly unshared?: Readonly<Record<string, string>>;
}

/** Copies of single blocks, that refer to parts of samples which stay as they are. */
export function attributeCopies(
  samples: readonly Lowered[],
  rules: EditRules,
  { names, unshared = {} }: CopyRules,
): AttributeCopy[] {
  const blocks = samples.flatMap(({ resources }) => Object.entries(resources));
  return attributeEdits(samples, rules).map(({ type, path, case: what, before, after }, index) => {
    const own = unshared[rules.kindOf?.(before) ?? type];
    const copy = (block: JsonObject) => {
      const named = renamed(block, before, { index, names: ownNames(names, type) });
      const address = `${type}.copy${index}`;
      const shared = blocks.find(
        ([one]) => own !== undefined && one.startsWith(own) && textOfBlock(before).includes(one),
      );
      if (shared === undefined) return copyOf(samples[0]!, { [address]: named });
      const [from, part] = shared;
      const to = `${typeOf(from)}.own${index}`;
      return copyOf(samples[0]!, {
        [address]: JSON.parse(textOfBlock(named).replaceAll(from, to)) as JsonObject,
        [to]: renamed(part, part, { index, names: ownNames(names, typeOf(from)) }),
      });
    };
    return {
      type,
      row: what === 'changed' ? path : `${path} ${what}`,
      before: copy(before),
      after: copy(after),
    };
  });
}

/** The names that blocks of a type have for themselves. */
function ownNames(names: readonly string[], type: string): readonly string[] {
  return names
    .filter((name) => !name.includes('.') || name.startsWith(`${type}.`))
    .map((name) => name.slice(name.indexOf('.') + 1));
}

/** A name that the block before has and no other copy. */
function renamed(
  block: JsonObject,
  before: JsonObject,
  { index, names }: { readonly index: number; readonly names: readonly string[] },
): JsonObject {
  const own = names.filter((key) => typeof before[key] === 'string');
  const isMade = (key: string) => !/\$\{(?!local\.|var\.)/.test(nameOf(before[key]));
  return {
    ...block,
    ...Object.fromEntries(own.filter(isMade).map((key) => [key, `${nameOf(block[key])}x${index}`])),
  };
}

/** A copy of a resource that has other blocks; the first one is its primary. */
function copyOf(of: Lowered, resources: Readonly<Record<TerraformAddress, JsonObject>>): Lowered {
  const [primary = ''] = Object.keys(resources);
  const helixAddress = `instance.${primary.replace('.', '-')}` as const;
  return { ...of, helixAddress, primary, resources, outputs: {}, probes: {}, secrets: {} };
}

function typeOf(address: TerraformAddress): string {
  return address.slice(0, address.indexOf('.'));
}

function textOfBlock(block: JsonObject): string {
  return JSON.stringify(block);
}

function nameOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('a name is a text');
  return value;
}
