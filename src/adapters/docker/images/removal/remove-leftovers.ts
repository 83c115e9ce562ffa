import type { ContainerEngine } from '../../connection/container-engine';
import { hasStatus } from '../../connection/engine-error';
import { isNamed } from '../../connection/image-name';
import { CONTEXT_LABEL, lineageFilter, stableLabels } from '../../labels';
import type { Labels } from '../../labels';
import { partsOf } from '../parts-of';
import { shortId } from '../build/short-id';

/**
 * Removes the containers that the steps of a killed build have left. Those that somebody runs from the finished image have
 * its label for the context as well.
 */
export async function removeContainersOfBuilds(engine: ContainerEngine, labels: Labels): Promise<void> {
  const found = await engine.ask((docker) =>
    docker.listContainers({ all: true, filters: { label: [lineageFilter(labels)] } }),
  );
  for (const { Id, Labels } of found) {
    if (CONTEXT_LABEL in Labels || !isOfBuilds(Labels, labels)) continue;
    await removeUnlessBusy(engine.find((docker) => docker.getContainer(Id).remove({ force: true, v: true })));
  }
}

/**
 * Removes the images without a name that earlier builds have left and that the last one did not use: what it used makes
 * the next one fast.
 */
export async function removeImagesOfBuilds(
  engine: ContainerEngine,
  labels: Labels,
  used: ReadonlySet<string>,
): Promise<void> {
  const found = await engine.ask((docker) =>
    docker.listImages({ filters: { dangling: ['true'], label: [lineageFilter(labels)] } }),
  );
  for (const { Id, Labels } of found) {
    if (used.has(shortId(Id)) || !isOfBuilds(Labels, labels)) continue;
    await removeUnlessBusy(engine.find((docker) => docker.getImage(Id).remove() as Promise<unknown>));
  }
}

/** Removes the names in a repository of all images that builds have made, also of those before the last. */
export async function removeNamesOfBuilds(
  engine: ContainerEngine,
  labels: Labels,
  repository: string,
): Promise<void> {
  const found = await engine.ask((docker) =>
    docker.listImages({ filters: { label: [lineageFilter(labels)] } }),
  );
  const names = found
    .filter(({ Labels }) => isOfBuilds(Labels, labels))
    .flatMap(({ RepoTags }) => (RepoTags as readonly string[] | null) ?? []);
  for (const name of names) {
    if (!isNamed(partsOf(name).repository, repository)) continue;
    await removeUnlessBusy(engine.find((docker) => docker.getImage(name).remove() as Promise<unknown>));
  }
}

/** Whether something has all labels of an image that do not change with its builds. */
function isOfBuilds(found: Labels | null | undefined, labels: Labels): boolean {
  return Object.entries(stableLabels(labels)).every(([name, value]) => found?.[name] === value);
}

/** Something that is in use, or that somebody else is removing at this moment, is left. */
async function removeUnlessBusy(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}
