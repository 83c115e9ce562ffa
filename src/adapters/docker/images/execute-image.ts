import type { MemberResult } from '../../../ports/engine';
import { imageRevision } from '../../../resources/image/image';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import { resourceErrorOf } from '../operations/resource-error';
import { deleteImage } from './removal/delete-image';
import { ensureImage } from './ensure-image';
import { failedImage } from './existing-image';
import type { ImageSite } from './image-site';

/**
 * Executes an operation on a built image. Failures are results: one that was not finished stays on record as failed, so
 * that a destroy removes what its build has left.
 * @throws HelixError `locked` when the lease is lost, and Error for a bug
 */
export async function executeImage(
  { address, target, prior }: OpenMember,
  inputs: BuiltImageInputs,
  site: ImageSite,
): Promise<MemberResult> {
  try {
    if (target !== null) return { address, outcome: 'done', existing: await ensureImage(site, inputs) };
    await deleteImage(site, inputs);
    return { address, outcome: 'done', existing: null };
  } catch (error) {
    const reason = resourceErrorOf(error);
    if (reason === null) throw error;
    return { address, outcome: 'failed', existing: failedImage(prior), error: reason };
  }
}

/** Whether the revision of an image was raised: it is built again although its files may be the same. */
export function isRebuild({ target, prior }: OpenMember): boolean {
  return target !== null && prior !== null && revisionOf(target) > revisionOf(prior);
}

function revisionOf({ address, inputs }: ResourceRecord): number {
  return imageRevision(address, inputs);
}
