import type { TerraformAddress } from '../../../../stacks';
import type { JsonObject } from '../../../values/json';
import type { Terraform } from '../program/terraform';
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

/**
 * Completes imported parts in the state of `directory`: with the attributes that the provider never reads, as the plan has
 * them, and with the parts that they depend on, which an import does not record and a deletion must wait for. The parts
 * were created from exactly these blocks, as their marks prove. `unread`: the attributes by type.
 */
export async function completeImported(
  parts: readonly TerraformAddress[],
  blocks: Readonly<Record<TerraformAddress, JsonObject>>,
  unread: Readonly<Record<string, readonly string[]>>,
  { terraform, directory }: { readonly terraform: Terraform; readonly directory: WorkDirectory },
): Promise<void> {
  const text = parts.length === 0 ? null : await directory.state();
  if (text === null) return;
  const incomplete = parts.filter((part) => unreadOf(part, unread).length > 0);
  const planned = new Map<TerraformAddress, JsonObject>();
  if (incomplete.length > 0) {
    const { changes } = await terraform.plan(directory, {
      only: incomplete,
      file: 'unread.tfplan',
      lock: false,
    });
    for (const part of incomplete) {
      const after = changes.get(part)?.after ?? {};
      const names = unreadOf(part, unread).filter((name) => after[name] !== undefined);
      planned.set(part, Object.fromEntries(names.map((name) => [name, after[name]])) as JsonObject);
    }
  }
  const completions = parts.map((part): [TerraformAddress, Completion] => [
    part,
    { attributes: planned.get(part) ?? {}, dependencies: dependenciesOf(part, blocks) },
  ]);
  await directory.writeState(completedState(text, new Map(completions)));
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

function unreadOf(
  part: TerraformAddress,
  unread: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return unread[part.slice(0, part.indexOf('.'))] ?? [];
}
