import type { BuiltImageInputs } from '../../../resources/image';
import { hasStatus } from '../connection/engine-error';
import { imageLabels } from '../labels';
import { contextOf, findBuilt, nameWithTag } from './find-image';
import type { ImageSite } from './image-site';
import { removeContainersOfBuilds, removeImagesOfBuilds } from './remove-leftovers';

/**
 * Takes the names of a built image out of the engine, with the leftovers of its builds. A pushed image stays with its
 * repository, and one that somebody still runs stays as well.
 */
export async function deleteImage(site: ImageSite, inputs: BuiltImageInputs): Promise<void> {
  const { engine, owner, project } = site;
  site.phase('deleting');
  site.assertHeld();
  const labels = imageLabels(project, owner, contextOf(inputs.digest));
  await removeContainersOfBuilds(engine, labels);
  const name = nameWithTag(await site.openRegistry(inputs), inputs);
  if ((await findBuilt(site, name, inputs)) !== null) {
    try {
      await engine.find((docker) => docker.getImage(name).remove() as Promise<unknown>);
    } catch (error) {
      if (!hasStatus(error, 409)) throw error;
    }
  }
  await removeImagesOfBuilds(engine, labels, new Set());
}
