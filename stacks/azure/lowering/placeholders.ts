import type { Address } from '../../../src/values/resource';
import { helixImage, helixImageHost, literal } from '../../template';

/** The placeholder for the reference of the image that Helix built. */
export const IMAGE_PLACEHOLDER = '__helix_image__';

/** The placeholder for the registry of that image. */
export const IMAGE_HOST_PLACEHOLDER = '__helix_image_host__';

const SECRET = /__helix_secret_(\w+)__/g;

/** The placeholder for the value of a secret, in base64. */
export function secretPlaceholder(variable: string): string {
  return `__helix_secret_${variable}__`;
}

/** Escapes a text and replaces its placeholders by references. */
export function fillPlaceholders(text: string, address: Address): string {
  return literal(text)
    .replaceAll(IMAGE_PLACEHOLDER, helixImage(address))
    .replaceAll(IMAGE_HOST_PLACEHOLDER, helixImageHost(address))
    .replaceAll(SECRET, (_, variable: string) => {
      const key = JSON.stringify(`${address} ${variable}`);
      return `\${base64encode(lookup(var.helix_secret, ${key}, ""))}`;
    });
}
