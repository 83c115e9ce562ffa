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
  // A pushed image may have names in an engine, and one that another host has built as well, from before.
  const isPushed = inputs.destination.type === 'registry';
  if ((site.isElsewhere || isPushed) && !(await site.engine.isThere())) return;
  const { engine, owner, project } = site;
  site.assertHeld();
  const labels = imageLabels(project, owner, contextOf(inputs.digest));
  await removeContainersOfBuilds(engine, labels);
  const name = nameWithTag(await site.openRegistry(inputs), inputs);
  await removeNamesOfBuilds(engine, labels, partsOf(name).repository);
  await removeImagesOfBuilds(engine, labels, new Set());
}
