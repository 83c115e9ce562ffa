import { HelixError } from '../../../errors';
import type { Existing } from '../../../ports/engine';
import type { BuiltImageInputs } from '../../../resources/image';
import type { RegistryImage } from '../registry/registry';
import { buildImage } from './build/build-image';
import { builtImage, pushedImage } from './existing-image';
import { findBuilt, findPushed, nameWithTag } from './find-image';
import type { EngineImage } from './find-image';
import type { ImageSite, OpenRegistry } from './image-site';
import { pushImage } from './push/push-image';

/**
 * Makes sure that a built image is where it belongs. It is built only when neither its registry nor the engine has it, and
 * pushed only when its registry does not.
 */
export async function ensureImage(site: ImageSite, inputs: BuiltImageInputs): Promise<Existing> {
  const open = await site.openRegistry(inputs);
  if (open === null) return builtImage(await ensureInEngine(site, open, inputs));
  const present = await findPushed(open, inputs);
  if (present !== null) {
    site.phase('already there');
    await moveTags(site, open, inputs, present);
    return pushedImage(open, present, { id: null, pushedAt: null });
  }
  const { id, image } = await pushBuilt(site, open, inputs);
  await moveTags(site, open, inputs, image);
  return pushedImage(open, image, { id, pushedAt: site.clock.now().toISOString() });
}

/** Lets the tags that follow the newest image follow this one. */
async function moveTags(
  site: ImageSite,
  { registry, repository }: OpenRegistry,
  { destination }: BuiltImageInputs,
  { digest }: RegistryImage,
): Promise<void> {
  if (destination.type !== 'registry') return;
  for (const tag of destination.access.pushTags) {
    site.assertHeld();
    await registry.tagImage(repository, digest, tag);
  }
}

/** Pushes from the engine what it has or builds, unless the builder pushes what it builds. */
async function pushBuilt(
  site: ImageSite,
  open: OpenRegistry,
  inputs: BuiltImageInputs,
): Promise<{ id: string | null; image: RegistryImage }> {
  if (!site.builder.pushes) {
    const { id } = await ensureInEngine(site, open, inputs);
    return { id, image: await pushImage(site, open, inputs) };
  }
  await buildImage(site, inputs, open);
  const image = await findPushed(open, inputs);
  if (image !== null) return { id: null, image };
  throw new HelixError('failed', `The registry does not have ${nameWithTag(open, inputs)} after the build.`, {
    hint: 'Apply again. If it stays so, look at the log of the registry.',
  });
}

async function ensureInEngine(
  site: ImageSite,
  open: OpenRegistry | null,
  inputs: BuiltImageInputs,
): Promise<EngineImage> {
  const name = nameWithTag(open, inputs);
  const present = await findBuilt(site, name, inputs);
  if (present !== null) return present;
  await buildImage(site, inputs, open);
  const built = await findBuilt(site, name, inputs);
  if (built === null) throw new Error(`the engine does not have ${name} after its build`);
  return built;
}
