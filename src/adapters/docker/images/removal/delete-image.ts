import type { BuiltImageInputs } from '../../../../resources/image/image';
import { imageLabels } from '../../labels';
import { contextOf, nameWithTag } from '../find-image';
import type { ImageSite } from '../image-site';
import { partsOf } from '../parts-of';
import { removeContainersOfBuilds, removeImagesOfBuilds, removeNamesOfBuilds } from './remove-leftovers';

/**
 * Takes the names of a built image out of the engine, also those of its earlier builds, with what its builds have left. A
 * pushed image stays with its repository, and one that somebody still runs stays as well.
 */
export async function deleteImage(site: ImageSite, inputs: BuiltImageInputs): Promise<void> {
  site.phase('deleting');
  // An image that another host has built may have names in an engine all the same, from before.
  if (site.isElsewhere && !(await site.engine.isThere())) return;
  const { engine, owner, project } = site;
  site.assertHeld();
  const labels = imageLabels(project, owner, contextOf(inputs.digest));
  await removeContainersOfBuilds(engine, labels);
  const name = nameWithTag(await site.openRegistry(inputs), inputs);
  await removeNamesOfBuilds(engine, labels, partsOf(name).repository);
  await removeImagesOfBuilds(engine, labels, new Set());
}
