import type { PrunedImage, PruneRequest } from '../../../../ports/engine-verbs';
import { decodeImage } from '../../../../resources/image/image';
import type { Owner } from '../../../../resources/owner';
import type { ContainerEngine } from '../../connection/container-engine';
import { hasStatus } from '../../connection/engine-error';
import { CONTEXT_LABEL, ownerIn } from '../../labels';
import type { Observer } from '../../observe';
import type { OpenRegistry } from '../image-site';
import { pruneBuilders } from './prune-builders';
import { unusedImages } from './unused-images';
import type { TaggedImage } from './unused-images';

/** The places that images are removed from, and whose they are. */
export interface PruneSite {
  readonly owner: Pick<Owner, 'lineage' | 'workspace'>;
  readonly openRegistry: Observer['openRegistry'];
  readonly connect: () => Promise<ContainerEngine>;
}

/** Removes the project's images that no record names, from registries and from the engine; lists them for a dry run. */
export async function pruneImages(request: PruneRequest, site: PruneSite): Promise<readonly PrunedImage[]> {
  const pruned: PrunedImage[] = [];
  const seen = new Set<string>();
  for (const { instance, address, inputs, keep } of request.images) {
    const decoded = decodeImage(address, inputs);
    const open = decoded.type === 'built' ? await site.openRegistry(instance, decoded) : null;
    if (open === null) continue;
    const repository = `${open.host}/${open.repository}`;
    if (seen.has(repository)) continue;
    seen.add(repository);
    pruned.push(...(await pruneRepository(open, keep, request, site)));
  }
  const engine = await site.connect();
  // A host whose images are built elsewhere may have none.
  if (seen.size > 0 && !(await engine.isThere())) return pruned;
  return [
    ...pruned,
    ...(await pruneEngine(engine, request, site)),
    ...(await pruneBuilders(engine, request)),
  ];
}

async function pruneRepository(
  { registry, host, repository }: OpenRegistry,
  keep: number,
  { isNamed, dryRun, assertHeld }: PruneRequest,
  { owner }: PruneSite,
): Promise<readonly PrunedImage[]> {
  const byDigest = new Map<string, TaggedImage>();
  for (const tag of await registry.readTags(repository)) {
    const image = await registry.findImage(repository, tag);
    if (image === null) continue;
    const known = byDigest.get(image.digest)?.tags ?? [];
    byDigest.set(image.digest, { ...image, tags: [...known, tag] });
  }
  const pruned: PrunedImage[] = [];
  for (const { digest, tags, sizeBytes } of unusedImages([...byDigest.values()], { owner, isNamed, keep })) {
    assertHeld();
    const isGone = !dryRun && (await registry.deleteManifest(repository, digest));
    const outcome = dryRun ? 'unused' : isGone ? 'removed' : 'kept';
    const reason = outcome === 'kept' ? 'the registry deletes nothing' : null;
    const name = `${host}/${repository}:${tags[0] ?? ''}`;
    pruned.push({ place: 'registry', name, digest, sizeBytes, outcome, reason });
  }
  return pruned;
}

async function pruneEngine(
  engine: ContainerEngine,
  { isNamed, dryRun, assertHeld }: PruneRequest,
  { owner }: PruneSite,
): Promise<readonly PrunedImage[]> {
  const images = await engine.ask((docker) => docker.listImages({ filters: { label: [CONTEXT_LABEL] } }));
  const pruned: PrunedImage[] = [];
  for (const { Labels, RepoTags, Size } of images) {
    // An image without labels or names has none at all, whatever the types say.
    const labels = (Labels as Readonly<Record<string, string>> | null) ?? {};
    const digest = `sha256:${labels[CONTEXT_LABEL] ?? ''}`;
    const found = ownerIn(labels);
    if (found?.lineage !== owner.lineage || found.workspace !== owner.workspace || isNamed(digest)) continue;
    for (const name of (RepoTags as readonly string[] | null) ?? []) {
      assertHeld();
      const isBusy = !dryRun && !(await removeUnlessBusy(engine, name));
      const outcome = dryRun ? 'unused' : isBusy ? 'kept' : 'removed';
      const reason = isBusy ? 'a container uses it' : null;
      pruned.push({ place: 'engine', name, digest, sizeBytes: Size, outcome, reason });
    }
  }
  return pruned;
}

/** Takes a name away from an image, and the image with its last name. False: a container uses it. */
async function removeUnlessBusy(engine: ContainerEngine, name: string): Promise<boolean> {
  try {
    await engine.find((docker) => docker.getImage(name).remove() as Promise<unknown>);
    return true;
  } catch (error) {
    if (hasStatus(error, 409)) return false;
    throw error;
  }
}
