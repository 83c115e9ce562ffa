import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import {
  createOrAdopt,
  findOurs,
  removeContainer,
  renameContainer,
  startContainer,
  stopContainer,
} from './containers';
import { giveDataToUser } from './give-data';
import type { Site } from './site';

/** A container to make in place of another one. */
export interface Replacement {
  readonly site: Site;
  readonly spec: ContainerCreateOptions;
  /** The container of that name; null: there is none. */
  readonly present: ContainerInspectInfo | null;
  /** The former container that a replacement which was cut off has left. */
  readonly former: ContainerInspectInfo | null;
  readonly formerName: string;
}

/**
 * Replaces containers as one: all of them stop, then their successors start, and only then are the former ones removed. If
 * one does not start, all are put back as they were, and it is returned with its error.
 */
export async function replaceTogether<R extends Replacement>(
  replacements: readonly R[],
): Promise<{ readonly replacement: R; readonly error: unknown } | null> {
  const begun: R[] = [];
  const giveUp = async (replacement: R, error: unknown) => {
    await restore(begun);
    return { replacement, error };
  };
  for (const replacement of replacements) {
    begun.push(replacement);
    try {
      await putAside(replacement);
    } catch (error) {
      return giveUp(replacement, error);
    }
  }
  for (const replacement of replacements) {
    try {
      await startSuccessor(replacement);
    } catch (error) {
      return giveUp(replacement, error);
    }
  }
  for (const { site, present, former } of replacements) {
    for (const old of [former, present]) if (old !== null) await removeContainer(site, old.Id);
  }
  return null;
}

async function putAside({ site, present, former, formerName }: Replacement): Promise<void> {
  if (present === null) return;
  site.phase('stopping the former container');
  if (former !== null) await removeContainer(site, former.Id);
  await stopContainer(site, present.Id);
  await renameContainer(site, present.Id, formerName);
}

async function startSuccessor({ site, spec }: Replacement): Promise<void> {
  const id = await createOrAdopt(site, spec);
  await giveDataToUser(site, id, spec);
  site.phase('starting');
  await startContainer(site, id);
}

/**
 * Undoes replacements: what was made is removed before anything of old starts, since it may hold its port. The error that
 * led here counts, so that one of these is dropped.
 */
async function restore(replacements: readonly Replacement[]): Promise<void> {
  for (const { site, spec, present } of replacements) {
    await attempt(async () => {
      const made = await findOurs(site, spec.name ?? '');
      if (made !== null && made.Id !== present?.Id) await removeContainer(site, made.Id);
    });
  }
  for (const { site, spec, present } of replacements) {
    if (present === null) continue;
    await attempt(async () => renameContainer(site, present.Id, spec.name ?? ''));
    if (present.State.Running) await attempt(async () => startContainer(site, present.Id));
  }
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch {
    return;
  }
}
