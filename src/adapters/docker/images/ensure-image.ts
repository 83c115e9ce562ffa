import { HelixError } from '../../../errors';
import type { Existing } from '../../../ports/engine';
import type { BuiltImageInputs } from '../../../resources/image/image';
import { withBases } from '../../../resources/image/bases';
import type { RegistryImage } from '../registry/registry';
import type { BaseDigests } from './bases';
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
  if (open === null) {
    const { image, bases } = await ensureInEngine(site, open, inputs);
    return knowingBases(builtImage(image), bases);
  }
  const present = await findPushed(open, inputs);
  if (present !== null) {
    site.phase('already there');
    await moveTags(site, open, inputs, present);
    return pushedImage(open, present, { id: null, pushedAt: null });
  }
  const { id, image, bases } = await pushBuilt(site, open, inputs);
  await moveTags(site, open, inputs, image);
  const existing = pushedImage(open, image, { id, pushedAt: site.clock.now().toISOString() });
  return knowingBases(existing, bases);
}

/** Adds the digests of the bases. Those of an image that was built before are not known. */
function knowingBases(existing: Existing, digests: BaseDigests | null): Existing {
  return { ...existing, outputs: withBases(existing.outputs, { digests: digests ?? {}, moved: [] }) };
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
): Promise<{ id: string | null; image: RegistryImage; bases: BaseDigests | null }> {
  if (!site.builder.pushes) {
    const {
      image: { id },
      bases,
    } = await ensureInEngine(site, open, inputs);
    return { id, image: await pushImage(site, open, inputs), bases };
  }
  const bases = await buildImage(site, inputs, open);
  const image = await findPushed(open, inputs);
  if (image !== null) return { id: null, image, bases };
  throw new HelixError('failed', `The registry does not have ${nameWithTag(open, inputs)} after the build.`, {
    hint: 'Apply again. If it stays so, look at the log of the registry.',
  });
}

async function ensureInEngine(
  site: ImageSite,
  open: OpenRegistry | null,
  inputs: BuiltImageInputs,
): Promise<{ image: EngineImage; bases: BaseDigests | null }> {
  const name = nameWithTag(open, inputs);
  const present = await findBuilt(site, name, inputs);
  if (present !== null) return { image: present, bases: null };
  const bases = await buildImage(site, inputs, open);
  const built = await findBuilt(site, name, inputs);
  if (built === null) throw new Error(`the engine does not have ${name} after its build`);
  return { image: built, bases };
}
