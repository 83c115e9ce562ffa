import type { ContainerEngine } from '../connection/container-engine';
import { hasStatus } from '../connection/engine-error';
import { CONTEXT_LABEL, stableLabels } from '../labels';
import type { Labels } from '../labels';
import { partsOf } from './parts-of';

/**
 * Removes the containers that the steps of a killed build have left. Those that somebody runs from the finished image have
 * its label for the context as well.
 */
export async function removeContainersOfBuilds(engine: ContainerEngine, labels: Labels): Promise<void> {
  const found = await engine.ask((docker) =>
    docker.listContainers({ all: true, filters: { label: filterOf(labels) } }),
  );
  for (const { Id, Labels } of found) {
    if (CONTEXT_LABEL in Labels) continue;
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
    docker.listImages({ filters: { dangling: ['true'], label: filterOf(labels) } }),
  );
  for (const { Id } of found) {
    if (used.has(shortId(Id))) continue;
    await removeUnlessBusy(engine.find((docker) => docker.getImage(Id).remove() as Promise<unknown>));
  }
}

/** Removes the names in a repository of all images that builds have made, also of those before the last. */
export async function removeNamesOfBuilds(
  engine: ContainerEngine,
  labels: Labels,
  repository: string,
): Promise<void> {
  const found = await engine.ask((docker) => docker.listImages({ filters: { label: filterOf(labels) } }));
  const names = found.flatMap(({ RepoTags }) => (RepoTags as readonly string[] | null) ?? []);
  for (const name of names) {
    if (partsOf(name).repository !== repository) continue;
    await removeUnlessBusy(engine.find((docker) => docker.getImage(name).remove() as Promise<unknown>));
  }
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

function filterOf(labels: Labels): string[] {
  return Object.entries(stableLabels(labels)).map(([name, value]) => `${name}=${value}`);
}

/** Something that is in use, or that somebody else is removing at this moment, is left. */
async function removeUnlessBusy(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}
