import type { Existing } from '../../../ports/engine';
import { encodeImageOutputs } from '../../../resources/image/outputs';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { ResourceRecord } from '../../../state/state';
import type { ContainerEngine } from '../connection/container-engine';
import type { RegistryImage } from '../registry/registry';
import { epochIn } from '../labels';
import { findBuilt, findPushed, nameWithTag } from './find-image';
import type { EngineImage } from './find-image';
import type { OpenRegistry } from './image-site';

/** The places that a built image may be in. */
export interface ImagePlaces {
  readonly connect: () => Promise<ContainerEngine>;
  /** Opens its registry; null for an image that stays in the engine. */
  readonly openRegistry: (inputs: BuiltImageInputs) => Promise<OpenRegistry | null>;
}

/** Finds a built image where it belongs, by its name and its label; null where it is not there. */
export async function findExistingImage(
  inputs: BuiltImageInputs,
  { connect, openRegistry }: ImagePlaces,
): Promise<Existing | null> {
  const open = await openRegistry(inputs);
  if (open !== null) {
    const found = await findPushed(open, inputs);
    return found === null ? null : pushedImage(open, found, { id: null, pushedAt: null });
  }
  const found = await findBuilt({ engine: await connect() }, nameWithTag(null, inputs), inputs);
  return found === null ? null : builtImage(found);
}

/** An image that stays in the engine, in the terms of a record. */
export function builtImage({ id, labels }: EngineImage): Existing {
  const outputs = encodeImageOutputs({ id, repoDigest: null, epoch: epochIn(labels), pushed: null });
  return { inputs: {}, outputs, status: 'ready' };
}

/** An image in its registry, in the terms of a record. */
export function pushedImage(
  { host, repository }: OpenRegistry,
  { digest, labels, sizeBytes }: RegistryImage,
  { id, pushedAt }: { readonly id: string | null; readonly pushedAt: string | null },
): Existing {
  const name = `${host}/${repository}`;
  const pushed = { digest, repository: name, sizeBytes, pushedAt };
  const outputs = encodeImageOutputs({
    id,
    repoDigest: `${name}@${digest}`,
    epoch: epochIn(labels),
    pushed,
  });
  return { inputs: {}, outputs, status: 'ready' };
}

/** The remains of an image after a failure: the one before, or the beginning of the first one. */
export function failedImage(prior: ResourceRecord | null): Existing {
  if (prior !== null) return { inputs: {}, outputs: prior.outputs, status: prior.status };
  const outputs = encodeImageOutputs({ id: null, repoDigest: null, epoch: null, pushed: null });
  return { inputs: {}, outputs, status: 'failed' };
}
