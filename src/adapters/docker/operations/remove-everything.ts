import type { ContainerInputs } from '../../../resources/container';
import { namesOf } from '../container-spec';
import { findOurs, removeContainer, stopContainer } from './containers';
import type { Site } from './site';
import { removeNetwork } from './surroundings';

/** Removes the container and its network. Its volume stays, so that a container of the same name finds its data again. */
export async function removeEverything(site: Site, inputs: ContainerInputs): Promise<void> {
  const names = namesOf(inputs);
  site.phase('deleting');
  for (const name of [names.container, names.former]) {
    const found = await findOurs(site, name);
    if (found === null) continue;
    if (found.State.Running) await stopContainer(site, found.Id);
    await removeContainer(site, found.Id);
  }
  await removeNetwork(site, names.network);
}
