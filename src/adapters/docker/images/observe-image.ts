import type { Observation } from '../../../ports/engine';
import { decodeImageOutputs } from '../../../resources/image/outputs';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { ResourceRecord } from '../../../state/state';
import { findExistingImage } from './existing-image';
import type { ImagePlaces } from './existing-image';

/** Reads whether a built image is where its record says: in its registry by its digest, or in the engine. */
export async function observeImage(
  { address, outputs, status }: Pick<ResourceRecord, 'address' | 'outputs' | 'status'>,
  inputs: BuiltImageInputs,
  places: ImagePlaces,
): Promise<Observation> {
  const present = { state: 'present', existing: { inputs: {}, outputs, status } } as const;
  // Nothing was finished: nothing can be missing.
  if (status === 'failed') return present;
  const { pushed } = decodeImageOutputs(address, outputs);
  const open = pushed === null ? null : await places.openRegistry(inputs);
  if (pushed !== null && open !== null) {
    const found = await open.registry.findImage(open.repository, pushed.digest);
    return found === null ? { state: 'gone' } : present;
  }
  const existing = await findExistingImage(inputs, places);
  return existing === null ? { state: 'gone' } : { state: 'present', existing };
}
