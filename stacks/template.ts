import { digestOfText } from '../src/values/digest';
import type { Json } from '../src/values/json';
import type { Address } from '../src/values/resource';

/** Escapes a text, so that Terraform reads it literally in a template. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}

/** Eight hex digits of lineage and address, which make a name unique. */
export function helixId(address: Address): string {
  return `\${local.helix_id["${address}"]}`;
}

/** A name with its ids filled in, as Terraform would evaluate it. */
export function evaluatedName(name: string, lineage: string): string {
  return name
    .replaceAll(/\$\{local\.helix_id\["([^"]+)"\]\}/g, (_, address: string) =>
      digestOfText(`${lineage} ${address}`).slice(0, 8),
    )
    .replaceAll(/([$%])\1(?=\{)/g, '$1');
}

export function helixOp(address: Address): string {
  return `\${var.helix_op["${address}"]}`;
}

export function helixExpiresAt(address: Address): string {
  return `\${var.helix_expires_at["${address}"]}`;
}

/** The reference of the image that Helix built for a machine. */
export function helixImage(address: Address): string {
  return `\${${imageVariable(address)}}`;
}

/** The registry of that image. */
export function helixImageHost(address: Address): string {
  return `\${split("/", ${imageVariable(address)})[0]}`;
}

/** Whether an attribute of a block contains that image. */
export function containsImage(attribute: Json, address: Address): boolean {
  // Both are written as JSON, which escapes the quotation marks.
  return JSON.stringify(attribute).includes(JSON.stringify(imageVariable(address)).slice(1, -1));
}

function imageVariable(address: Address): string {
  return `var.helix_image["${address}"]`;
}

const NOT_PUSHED = '/not-pushed-yet';

/** The value of `helix_image` in a plan that is made before the push, which gives the image its digest. */
export function imageBeforePush(registry: string | null): string {
  return `${registry ?? 'image.invalid'}${NOT_PUSHED}`;
}

/** Whether a value of `helix_image` only stands in for the reference. */
export function isBeforePush(image: string): boolean {
  return image.endsWith(NOT_PUSHED);
}

/** The project or subscription of the account: see `AccountScope`. */
export const HELIX_SCOPE = '${local.helix_scope}';

export const HELIX_LINEAGE = '${var.helix_lineage}';
