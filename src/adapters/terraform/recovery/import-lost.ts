import type { StackRef } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import type { Terraform } from '../program/terraform';
import type { RunMember } from '../stack/stack-run';
import { newestState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';
import { findLost } from './find-lost';
import type { LostObject } from './find-lost';

/** The time in which a cloud may not yet list what it has created: nothing counts as absent before it has passed. */
const LISTED_AFTER_MS = 60_000;

/**
 * Imports what Terraform's state has lost, and untaints what Terraform would create again because its creation was
 * interrupted. `since`: the time of the last request without a known answer; null when all were answered.
 * @returns the complete state
 */
export async function importLostResources(
  ref: StackRef,
  members: readonly RunMember[],
  state: TerraformState | null,
  deps: {
    readonly clock: Clock;
    readonly terraform: Terraform;
    readonly endpointUrl: string | null;
    readonly lineage: string;
    readonly directory: WorkDirectory;
    readonly context: Pick<EngineContext, 'assertHeld'>;
    readonly since: number | null;
  },
): Promise<TerraformState | null> {
  const { clock, context, directory, endpointUrl, since, terraform } = deps;
  const lost = lostParts(members, state);
  if (lost.length > 0) {
    if (endpointUrl === null && since !== null) {
      const passed = clock.now().getTime() - since;
      await clock.sleep(Math.min(LISTED_AFTER_MS, Math.max(0, LISTED_AFTER_MS - passed)));
    }
    context.assertHeld();
    await findLost(ref, lost, deps);
  }
  const found = newestState([await directory.state()]);
  for (const [address, { tainted }] of found?.objects ?? []) {
    if (tainted) await terraform.untaint(directory, address);
  }
  return newestState([await directory.state()]);
}

/** The parts that should exist after a run and are not in Terraform's state. */
export function lostParts(members: readonly RunMember[], state: TerraformState | null): LostObject[] {
  return members.flatMap(({ target }) =>
    Object.entries(target?.probes ?? {}).flatMap(([part, probe]) =>
      state?.objects.has(part) === true || probe.by === 'create' || target === null
        ? []
        : [{ part, probe, op: target.op }],
    ),
  );
}
