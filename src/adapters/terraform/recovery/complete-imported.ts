import type { TerraformAddress, TerraformCloud } from '../../../../stacks';
import type { Json, JsonObject } from '../../../values/json';
import type { Terraform } from '../program/terraform';
import type { PlannedChange } from '../stack/planned-changes';
import type { WorkDirectory } from '../stack/work-directory';

interface StateDocument {
  readonly serial: number;
  readonly resources?: readonly {
    readonly mode?: string;
    readonly type?: string;
    readonly name?: string;
    readonly instances?: readonly { readonly attributes?: JsonObject }[];
  }[];
}

/** The attributes that an import leaves out, or has in another way than a plan. */
export type ImportGaps = Pick<TerraformCloud, 'unread' | 'dynamic'>;

/**
 * Completes imported parts in the state of `directory`: with the attributes that the provider never reads, as the plan has
 * them, and with the parts that they depend on, which an import does not record and a deletion must wait for. The parts
 * were created from exactly these blocks, as their marks prove.
 */
export async function completeImported(
  parts: readonly TerraformAddress[],
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
  gaps: ImportGaps,
  { terraform, directory }: { readonly terraform: Terraform; readonly directory: WorkDirectory },
): Promise<void> {
  let incomplete = parts.filter((part) => namesOf(gaps.unread, part).length > 0);
  const planned = new Map<TerraformAddress, JsonObject>();
  // Each plan tells more than the one before: a part may be known only once those that it refers to are complete.
  for (let missing = Infinity; ;) {
    const text = parts.length === 0 ? null : await directory.state();
    if (text === null) return;
    if (incomplete.length > 0) {
      const plan = await terraform.plan(directory, { only: incomplete, file: 'unread.tfplan', lock: false });
      for (const part of incomplete) planned.set(part, plannedAttributes(part, plan.changes.get(part), gaps));
    }
    const completions = parts.map((part): [TerraformAddress, Completion] => [
      part,
      { attributes: planned.get(part) ?? {}, dependencies: dependenciesOf(part, blocks) },
    ]);
    await directory.writeState(completedState(text, new Map(completions)));
    const left = (part: TerraformAddress) =>
      namesOf(gaps.unread, part).length - Object.keys(planned.get(part) ?? {}).length;
    incomplete = incomplete.filter((part) => left(part) > 0);
    const now = incomplete.reduce((sum, part) => sum + left(part), 0);
    if (now === 0 || now >= missing) return;
    missing = now;
  }
}

/** The attributes of a part that its plan knows, as Terraform's state has them. */
function plannedAttributes(
  part: TerraformAddress,
  change: PlannedChange | undefined,
  { unread, dynamic }: ImportGaps,
): JsonObject {
  const known: [string, Json][] = [];
  for (const name of namesOf(unread, part)) {
    const value = change?.after?.[name];
    if (value === undefined || (change?.unknown ?? []).includes(name)) continue;
    const isTyped = value !== null && namesOf(dynamic, part).includes(name);
    known.push([name, isTyped ? { value, type: typeOf(value) } : value]);
  }
  return Object.fromEntries(known);
}

/** The type of a value that has no declared one, as Terraform writes it. */
function typeOf(value: Json): Json {
  if (value === null) return 'dynamic';
  if (isList(value)) return ['tuple', value.map(typeOf)];
  if (typeof value === 'object') {
    return ['object', Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeOf(one)]))];
  }
  return PRIMITIVES[typeof value as keyof typeof PRIMITIVES];
}

const PRIMITIVES = { string: 'string', number: 'number', boolean: 'bool' } as const;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The part of an object in Terraform's state that an import leaves out. */
export interface Completion {
  readonly attributes: JsonObject;
  readonly dependencies: readonly TerraformAddress[];
}

/** A state whose objects are complete. */
export function completedState(text: string, completions: ReadonlyMap<TerraformAddress, Completion>): string {
  const document = JSON.parse(text) as StateDocument;
  const resources = (document.resources ?? []).map((resource) => {
    const { mode, type = '', name = '', instances = [] } = resource;
    const more = mode === 'managed' ? completions.get(`${type}.${name}`) : undefined;
    if (more === undefined) return resource;
    const { attributes, dependencies } = more;
    const completed = instances.map((one) => ({
      ...one,
      attributes: { ...one.attributes, ...attributes },
      ...(dependencies.length > 0 && { dependencies }),
    }));
    return { ...resource, instances: completed };
  });
  return JSON.stringify({ ...document, serial: document.serial + 1, resources });
}

/** The managed parts that a part refers to, and those that these refer to, sorted. */
export function dependenciesOf(
  part: TerraformAddress,
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
): readonly TerraformAddress[] {
  const found = new Set<TerraformAddress>();
  const follow = (from: TerraformAddress): void => {
    const text = JSON.stringify(blocks[from] ?? {});
    for (const address of Object.keys(blocks)) {
      const isNamed = text.includes(`"${address}"`) || text.includes(`\${${address}.`);
      if (address === part || found.has(address) || !isNamed) continue;
      found.add(address);
      follow(address);
    }
  };
  follow(part);
  return [...found].sort();
}

function namesOf(
  names: Readonly<Record<string, readonly string[]>>,
  part: TerraformAddress,
): readonly string[] {
  return names[part.slice(0, part.indexOf('.'))] ?? [];
}
