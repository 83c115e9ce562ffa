import type { Probe, StackRef, TerraformAddress } from '../../../../stacks';
import type { Stacks } from '../stack/stacks';
import type { Terraform } from '../program/terraform';
import type { WorkDirectory } from '../stack/work-directory';

/** A part that Terraform's state does not have, and how it is recognised in the cloud. */
export interface LostPart {
  readonly part: TerraformAddress;
  readonly probe: Probe;
  readonly op: string;
}

/** Two things in the cloud answer to what one was created as: only a person can tell which is which. */
export class AmbiguousFind extends Error {
  override readonly name = 'AmbiguousFind';
}

/**
 * Looks for lost parts in the cloud by one plan of plural data sources, and imports what is there into the state of
 * `directory`. What is not there is left out.
 * @throws AmbiguousFind, naming both, when two things match; TerraformFailure
 */
export async function findLost(
  ref: StackRef,
  lost: readonly LostPart[],
  world: {
    readonly stacks: Stacks;
    readonly terraform: Terraform;
    readonly endpointUrl: string | null;
    readonly lineage: string;
    readonly directory: WorkDirectory;
  },
): Promise<void> {
  const { stacks, terraform, endpointUrl, lineage, directory } = world;
  const wanted = new Map(lost.map(({ part, probe, op }) => [part, { probe, op }]));
  const probing = directory.beside('probe');
  const text = stacks.probeStackText(ref, wanted, { endpointUrl });
  await probing.write({ text, variables: { helix_lineage: lineage }, state: null });
  const { outputs } = await terraform
    .plan(probing, { file: 'probe.tfplan', lock: false })
    .finally(() => probing.remove());
  const found = stacks.foundIn(wanted, outputs);
  for (const [part, ids] of found) {
    if (ids.length > 1) {
      throw new AmbiguousFind(
        `${part} was created once, and there are ${ids.length}: ${ids.join(' and ')}. Delete the one that is not wanted, and run the same command again.`,
      );
    }
  }
  for (const [part, [id]] of found) {
    if (id !== undefined) await terraform.import(directory, part, id);
  }
}
