import type { Address } from '../../src/values/resource';
import { helixImage, helixImageHost, literal } from '../template';

/** The placeholder for the reference of the image that Helix built. */
export const IMAGE_PLACEHOLDER = '__helix_image__';

/** The placeholder for the registry of that image. */
export const IMAGE_HOST_PLACEHOLDER = '__helix_image_host__';

/** Escapes a text and replaces the placeholders of its image by references; each cloud replaces its own after that. */
export function fillImage(text: string, address: Address): string {
  return literal(text)
    .replaceAll(IMAGE_PLACEHOLDER, helixImage(address))
    .replaceAll(IMAGE_HOST_PLACEHOLDER, helixImageHost(address));
}
