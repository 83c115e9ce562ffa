import type { MemberResult } from '../../../ports/engine';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { OpenMember } from '../../../state/state';
import { unfinished } from '../probe-results';
import { failedImage, findExistingImage } from './existing-image';
import type { ImagePlaces } from './existing-image';

/**
 * Finds out how an operation on a built image ended: `done` when the image is where it belongs, by its name and label.
 * One that is not stays on record as failed, so that the next apply finishes it and a destroy removes what a killed build
 * has left. Reads only.
 */
export async function probeImage(
  member: OpenMember,
  inputs: BuiltImageInputs,
  places: ImagePlaces,
): Promise<MemberResult> {
  const { address, action, prior } = member;
  // A deletion is done again: it only takes names away.
  if (action === 'delete') return unfinished(member, failedImage(prior));
  const existing = await findExistingImage(inputs, places);
  return existing === null ? unfinished(member, failedImage(prior)) : { address, outcome: 'done', existing };
}
