import { foundIn, listProbes, probeStackText, terraformCloud } from '../../../../stacks';
import type { Lowered, Probe, StackRef, StackSettings, TerraformAddress } from '../../../../stacks';
import type { JsonObject } from '../../../values/json';
import type { Terraform } from '../program/terraform';
import type { WorkDirectory } from '../stack/work-directory';
import { completeImported } from './complete-imported';
import { searchLists } from './search-lists';
import type { AskCloud } from './search-lists';

/** A part that Terraform's state lacks, or may have replaced, and how it is recognised in the cloud. */
export interface LostObject {
  readonly part: TerraformAddress;
  readonly probe: Probe;
  readonly op: string;
  /** The blocks of its resource. */
  readonly blocks: Lowered['resources'];
  /** The id of the object from before the run, which the state still holds in its place; null: none. */
  readonly held: string | null;
}

/** Two objects in the cloud match one creation: only a person can tell which one is wanted. */
export class AmbiguousFind extends Error {
  override readonly name = 'AmbiguousFind';
}

/**
 * Finds lost parts in the cloud by one plan of data sources and by the lists of its API, and imports those that exist into the state of `directory`.
 * @throws AmbiguousFind, naming both, when two objects match; TerraformFailure
 */
export async function findLost(
  ref: StackRef,
  lost: readonly LostObject[],
  deps: {
    readonly terraform: Terraform;
    readonly ask: AskCloud;
    readonly settings: StackSettings;
    readonly lineage: string;
    readonly directory: WorkDirectory;
  },
): Promise<void> {
  const { terraform, ask, settings, lineage, directory } = deps;
  const wanted = new Map(lost.map(({ part, probe, op }) => [part, { probe, op }]));
  const probing = directory.sibling('probe');
  const text = probeStackText(ref, wanted, settings);
  await probing.write({ text, variables: { helix_lineage: lineage }, state: null });
  let own: ReturnType<typeof foundIn>;
  try {
    const { outputs } = await terraform.plan(probing, { file: 'probe.tfplan', lock: false });
    own = foundIn(wanted, outputs);
  } finally {
    await probing.remove();
  }
  const found = new Map([...own, ...(await searchLists(listProbes(ref, wanted, lineage), ask))]);
  for (const [part, ids] of found) {
    if (ids.length > 1) {
      throw new AmbiguousFind(
        `${part} was created once, but there are ${ids.length}: ${ids.join(' and ')}. Delete the unwanted one and run the same command again.`,
      );
    }
  }
  const held = new Map(lost.map((one) => [one.part, one.held]));
  const imported: TerraformAddress[] = [];
  for (const [part, [id]] of found) {
    const old = held.get(part) ?? null;
    if (id === undefined || (old !== null && idOf(id) === old)) continue;
    if (old !== null) await terraform.forget(directory, [part]);
    if (await terraform.import(directory, part, id)) imported.push(part);
  }
  const blocks = Object.assign({}, ...lost.map((one) => one.blocks)) as Record<TerraformAddress, JsonObject>;
  await completeImported(imported, blocks, terraformCloud(ref.provider), { terraform, directory });
}

/** The id of an object, from what it is imported by: without the version of the API that is asked for it. */
function idOf(importId: string): string {
  return importId.replace(/\?api-version=[^?]*$/, '');
}
