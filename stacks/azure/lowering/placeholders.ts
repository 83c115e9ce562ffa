import type { Address } from '../../../src/values/resource';
import { fillImage } from '../../lowering/placeholders';

const SECRET = /__helix_secret_(\w+)__/g;

/** The placeholder for the value of a secret, in base64. */
export function secretPlaceholder(variable: string): string {
  return `__helix_secret_${variable}__`;
}

/** Escapes a text and replaces its placeholders by references. */
export function fillPlaceholders(text: string, address: Address): string {
  return fillImage(text, address).replaceAll(SECRET, (_, variable: string) => {
    const key = JSON.stringify(`${address} ${variable}`);
    return `\${base64encode(lookup(var.helix_secret, ${key}, ""))}`;
  });
}
