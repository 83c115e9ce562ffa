import type { Probe, StackRef, StackSettings } from '../../../../stacks';
import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import type { Terraform } from '../program/terraform';
import type { RunMember } from '../stack/stack-run';
import { newestState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';
import { findLost } from './find-lost';
import type { LostObject } from './find-lost';
import type { AskCloud } from './search-lists';

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
    readonly ask: AskCloud;
    readonly settings: StackSettings;
    readonly lineage: string;
    readonly directory: WorkDirectory;
    readonly context: Pick<EngineContext, 'assertHeld'>;
    readonly since: number | null;
    /** Terraform's state as it was before the run. */
    readonly before: TerraformState | null;
  },
): Promise<TerraformState | null> {
  const { before, clock, context, directory, settings, since, terraform } = deps;
  const lost = lostParts(members, state, before);
  if (lost.length > 0) {
    if (settings.endpointUrl === null && since !== null) {
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

/**
 * The parts that should exist after a run and are not in Terraform's state. A part that the run creates again is among
 * them while the state still holds the object from before it: a torn state is replaced by an older one, which knows the
 * object that was deleted and not the one that was created.
 */
export function lostParts(
  members: readonly RunMember[],
  state: TerraformState | null,
  before: TerraformState | null,
): LostObject[] {
  return members.flatMap(({ prior, target }) => {
    if (target === null) return [];
    const createsAgain = target.op !== prior?.op;
    return Object.entries(target.probes).flatMap(([part, probe]) => {
      const held = state?.objects.get(part)?.id ?? null;
      const isOld =
        createsAgain && isListed(probe) && held !== null && held === before?.objects.get(part)?.id;
      const isLost = probe.by !== 'create' && (state?.objects.has(part) !== true || isOld);
      return isLost ? [{ part, probe, op: target.op, blocks: target.resources, held }] : [];
    });
  });
}

/** Whether a probe asks the cloud which objects there are, so that it can tell an old one from a new one. */
function isListed({ by }: Probe): boolean {
  return by === 'op' || by === 'name';
}
