import type { Address } from '../../../src/values/resource';
import { HELIX_SCOPE, helixId, helixImage, helixImageHost, literal } from '../../template';

/** The placeholder for `local.helix_id` in a text that becomes a template later. */
export const HELIX_ID_PLACEHOLDER = '__helix_id__';

/** The placeholder for the project. */
export const PROJECT_PLACEHOLDER = '__helix_project__';

/** The placeholder for the reference of the image that Helix built. */
export const IMAGE_PLACEHOLDER = '__helix_image__';

/** The placeholder for the registry of that image. */
export const IMAGE_HOST_PLACEHOLDER = '__helix_image_host__';

/** Escapes a text and replaces its placeholders by references. */
export function fillPlaceholders(text: string, address: Address): string {
  return literal(text)
    .replaceAll(HELIX_ID_PLACEHOLDER, helixId(address))
    .replaceAll(PROJECT_PLACEHOLDER, HELIX_SCOPE)
    .replaceAll(IMAGE_PLACEHOLDER, helixImage(address))
    .replaceAll(IMAGE_HOST_PLACEHOLDER, helixImageHost(address));
}
