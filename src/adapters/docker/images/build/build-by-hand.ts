import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { HelixError } from '../../../../errors';
import type { BuildOptions, BuiltByHand } from '../../../../ports/engine-verbs';
import { imageDigest } from '../../../../resources/image/source';
import type { BuiltImageInputs } from '../../../../resources/image/image';
import { withReadErrors } from '../../../host/read-errors';
import { buildImage } from './build-image';
import { findBuilt, nameWithTag } from '../find-image';
import type { ImageSite } from '../image-site';

/**
 * Builds an image in the engine and pushes nothing. It has the name under which an apply looks for it.
 * @throws HelixError `failed` when a step fails
 */
export async function buildByHand(
  site: ImageSite,
  planned: BuiltImageInputs,
  options: BuildOptions,
): Promise<BuiltByHand> {
  const inputs = await findInputs(site, planned, options);
  const name = nameWithTag(null, inputs);
  const present = site.isRebuild ? null : await findBuilt(site, name, inputs);
  if (present === null) await buildImage(site, inputs, null);
  const { Id, Size } = await site.engine.ask((docker) => docker.getImage(name).inspect());
  if (options.output !== null) await save(site, name, options.output);
  return {
    context: inputs.digest,
    imageId: Id,
    tag: name,
    sizeBytes: Size,
    cached: present !== null,
  };
}

/** An image that is pushed later has the name of its registry; one without a place has that of its instance. */
async function findInputs(
  site: ImageSite,
  { from: planned, destination, digest, ...rest }: BuiltImageInputs,
  { platform }: BuildOptions,
): Promise<BuiltImageInputs> {
  const host = destination.type === 'registry' ? destination.host : null;
  const repository =
    destination.type === 'none' ? `helix-${site.project}-${site.instance}` : destination.repository;
  const local = { type: 'engine', repository: host === null ? repository : `${host}/${repository}` } as const;
  if (platform === null) return { ...rest, from: planned, destination: local, digest };
  const from = { ...planned, platforms: [platform] };
  const context = from.type === 'queries' ? null : (await site.packBuildContext(from)).digest;
  return { ...rest, from, destination: local, digest: imageDigest(from, context) };
}

/** Writes an image as `docker save` does. The file appears once it is whole. */
async function save({ engine, stopping }: ImageSite, name: string, output: string): Promise<void> {
  const temporary = `${output}.tmp`;
  try {
    const stream = await engine.ask((docker) => docker.getImage(name).get());
    await withReadErrors(output, pipeline(stream, createWriteStream(temporary), { signal: stopping }));
    await withReadErrors(output, rename(temporary, output));
  } catch (error) {
    if (stopping.aborted) throw new HelixError('cancelled', `Interrupted while writing ${output}.`);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
