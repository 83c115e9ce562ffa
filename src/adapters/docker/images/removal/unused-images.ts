import { ownerIn } from '../../labels';
import type { RegistryImage } from '../../registry/registry';

/** An image of a registry, with the tags that name it. */
export interface TaggedImage extends RegistryImage {
  readonly tags: readonly string[];
}

/** The facts that decide which images of a repository are unused. */
export interface Usage {
  /** The owner whose images are looked at, whatever their address was. */
  readonly owner: { readonly lineage: string; readonly workspace: string };
  /** Whether anything on record names a digest. */
  readonly isNamed: (digest: string) => boolean;
  /** The number of the newest images that stay. */
  readonly keep: number;
}

/** The tags that Helix gives: a part of the digest of what an image is built from. */
const OWN_TAG = /^[0-9a-f]{12}$/;

/**
 * Returns the images of a repository that nothing needs: ours by their labels, not among the newest, named by no record, by no
 * tag of somebody else, and by no index that stays.
 */
export function unusedImages(images: readonly TaggedImage[], usage: Usage): readonly TaggedImage[] {
  const { owner, isNamed, keep } = usage;
  const isOurs = ({ labels }: TaggedImage): boolean => {
    const found = ownerIn(labels);
    return found?.lineage === owner.lineage && found.workspace === owner.workspace;
  };
  const ours = images.filter(isOurs).sort(byAge);
  const newest = new Set(ours.slice(0, keep));
  const candidates = ours.filter(
    (image) => !newest.has(image) && !isNamed(image.digest) && image.tags.every((tag) => OWN_TAG.test(tag)),
  );
  const staying = images.filter((image) => !candidates.includes(image));
  const children = new Set(staying.flatMap((image) => image.children));
  return candidates.filter(({ digest }) => !children.has(digest));
}

/** The newest first; where times are equal, as those of repeatable builds are, by digest. */
function byAge(a: TaggedImage, b: TaggedImage): number {
  const [first, second] = [a.createdAt ?? '', b.createdAt ?? ''];
  return first === second ? (a.digest < b.digest ? -1 : 1) : first < second ? 1 : -1;
}
