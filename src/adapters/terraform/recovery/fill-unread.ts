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
 * Gives imported parts the attributes that the provider never reads, as the plan in `directory` has them. The parts were
 * created from exactly these blocks, as their marks prove; without the attributes the next plan would replace them.
 * `unread`: the attributes by type.
 */
export async function fillUnread(
  parts: readonly TerraformAddress[],
  unread: Readonly<Record<string, readonly string[]>>,
  { terraform, directory }: { readonly terraform: Terraform; readonly directory: WorkDirectory },
): Promise<void> {
  const incomplete = parts.filter((part) => attributesOf(part, unread).length > 0);
  const text = incomplete.length === 0 ? null : await directory.state();
  if (text === null) return;
  const plan = await terraform.plan(directory, { only: incomplete, file: 'unread.tfplan', lock: false });
  const planned = new Map(
    incomplete.map((part): [string, JsonObject] => {
      const after = plan.changes.get(part)?.after ?? {};
      const names = attributesOf(part, unread).filter((name) => after[name] !== undefined);
      return [part, Object.fromEntries(names.map((name) => [name, after[name]])) as JsonObject];
    }),
  );
  await directory.writeState(completedState(text, planned));
}

/** A state whose objects also have these attributes. */
export function completedState(text: string, planned: ReadonlyMap<TerraformAddress, JsonObject>): string {
  const document = JSON.parse(text) as StateDocument;
  const resources = (document.resources ?? []).map((resource) => {
    const { mode, type = '', name = '', instances = [] } = resource;
    const more = mode === 'managed' ? planned.get(`${type}.${name}`) : undefined;
    if (more === undefined) return resource;
    const completed = instances.map((one) => ({ ...one, attributes: { ...one.attributes, ...more } }));
    return { ...resource, instances: completed };
  });
  return JSON.stringify({ ...document, serial: document.serial + 1, resources });
}

function attributesOf(
  part: TerraformAddress,
  unread: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  return unread[part.slice(0, part.indexOf('.'))] ?? [];
}
