import type { StackRef } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import { findLost } from './find-lost';
import type { LostPart } from './find-lost';
import type { RunMember } from '../stack/stack-run';
import type { Stacks } from '../stack/stacks';
import type { Terraform } from '../program/terraform';
import { newestState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';

/** A cloud may not list at once what it created: so long after the last word nothing is taken for absent. */
const LISTED_AFTER_MS = 60_000;

/**
 * The state with what it had lost, and with nothing in it that Terraform would make anew for having been interrupted.
 * `since`: when something was last asked for whose answer is not known; null: all was answered.
 */
export async function completed(
  ref: StackRef,
  members: readonly RunMember[],
  state: TerraformState | null,
  world: {
    readonly stacks: Stacks;
    readonly clock: Clock;
    readonly terraform: Terraform;
    readonly endpointUrl: string | null;
    readonly lineage: string;
    readonly directory: WorkDirectory;
    readonly context: Pick<EngineContext, 'assertHeld'>;
    readonly since: number | null;
  },
): Promise<TerraformState | null> {
  const { clock, context, directory, endpointUrl, since, terraform } = world;
  const lost = lostParts(members, state);
  if (lost.length > 0) {
    if (endpointUrl === null && since !== null) {
      const passed = clock.now().getTime() - since;
      await clock.sleep(Math.min(LISTED_AFTER_MS, Math.max(0, LISTED_AFTER_MS - passed)));
    }
    context.assertHeld();
    await findLost(ref, lost, world);
  }
  const found = newestState([await directory.state()]);
  for (const [address, { tainted }] of found?.objects ?? []) {
    if (tainted) await terraform.untaint(directory, address);
  }
  return newestState([await directory.state()]);
}

/** What should be there after a run and is not in Terraform's state. */
export function lostParts(members: readonly RunMember[], state: TerraformState | null): LostPart[] {
  return members.flatMap(({ target }) =>
    Object.entries(target?.probes ?? {}).flatMap(([part, probe]) =>
      state?.objects.has(part) === true || probe.by === 'create' || target === null
        ? []
        : [{ part, probe, op: target.op }],
    ),
  );
}
