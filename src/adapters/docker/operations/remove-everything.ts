import type { ContainerInputs } from '../../../resources/container';
import { namesOf } from '../container-spec';
import { findOurs, removeContainer, stopContainer } from './containers';
import type { Site } from './site';
import { leaveNetwork, removeNetwork } from './surroundings';

/**
 * Removes the network and the container, in this order: as long as the container is there, a run that was cut off is
 * found again. Its volume stays, so that a container of the same name finds its data.
 */
export async function removeEverything(site: Site, inputs: ContainerInputs): Promise<void> {
  const names = namesOf(inputs);
  site.phase('deleting');
  const former = await findOurs(site, names.former);
  const helper = await findOurs(site, names.helper);
  const present = await findOurs(site, names.container);
  const containers = [helper, former, present].filter((found) => found !== null);
  for (const { Id, State } of containers) if (State.Running) await stopContainer(site, Id);
  for (const found of containers) await leaveNetwork(site, found, names.network);
  await removeNetwork(site, names.network);
  for (const { Id } of containers) await removeContainer(site, Id);
}
