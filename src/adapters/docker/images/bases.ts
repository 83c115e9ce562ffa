import type { Observation } from '../../../ports/engine';
import { decodeBases, withBases } from '../../../resources/image/bases';
import type { ResourceRecord } from '../../../state/state';
import { isNamed } from '../connection/image-name';
import { partsOf } from './parts-of';
import type { FindBaseDigest, ImageSite } from './image-site';

/** The digests of images that another one is built from, by their names. */
export type BaseDigests = Readonly<Record<string, string>>;

/** Finds the digests of base images: as the engine has them, where it builds, else as their registries do. */
export async function findBaseDigests(
  references: readonly string[],
  { engine, builder, findBaseDigest }: Pick<ImageSite, 'engine' | 'builder' | 'findBaseDigest'>,
): Promise<BaseDigests> {
  const digests: Record<string, string> = {};
  for (const reference of references.filter(canMove)) {
    const digest = builder.pushes
      ? await findBaseDigest(reference)
      : await findInEngine({ engine, findBaseDigest }, reference);
    if (digest !== null) digests[reference] = digest;
  }
  return digests;
}

/** A name with a digest leads to one image for all time. */
function canMove(reference: string): boolean {
  return !reference.includes('@');
}

async function findInEngine(
  { engine, findBaseDigest }: Pick<ImageSite, 'engine' | 'findBaseDigest'>,
  reference: string,
): Promise<string | null> {
  const found = await engine.find((docker) => docker.getImage(reference).inspect());
  const { repository } = partsOf(withTag(reference));
  // An image that was never in a registry has no such list, whatever the types say.
  const names = (found?.RepoDigests as readonly string[] | null | undefined) ?? [];
  const digests = names
    .map((name) => name.split('@'))
    .flatMap(([name = '', digest]) => (digest !== undefined && isNamed(name, repository) ? [digest] : []));
  if (digests.length < 2) return digests[0] ?? null;
  // Podman lists the index and the image of one platform: the registry tells which one the name leads to.
  const now = await findBaseDigest(reference);
  return now !== null && digests.includes(now) ? now : null;
}

/** Returns a name with its tag: Docker takes `latest` for one without. */
export function withTag(reference: string): string {
  return /:[^/]+$/.test(reference) ? reference : `${reference}:latest`;
}

/** Returns an observation that tells which bases of an image have moved since it was built. They change nothing by themselves. */
export async function withMovedBases(
  seen: Observation,
  { address, outputs }: Pick<ResourceRecord, 'address' | 'outputs'>,
  findBaseDigest: FindBaseDigest,
): Promise<Observation> {
  const { digests } = decodeBases(address, outputs);
  if (seen.state !== 'present' || Object.keys(digests).length === 0) return seen;
  const found = await Promise.all(
    Object.entries(digests).map(async ([reference, recorded]) => {
      const now = await findBaseDigest(reference);
      return now === null || now === recorded ? [] : [reference];
    }),
  );
  const told = withBases(seen.existing.outputs, { digests, moved: found.flat() });
  return { state: 'present', existing: { ...seen.existing, outputs: told } };
}
