import type { Address } from '../src/values/resource';

/** Escapes a text, so that Terraform reads it literally in a template. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}

/** Eight hex digits of lineage and address, which make a name unique. */
export function helixId(address: Address): string {
  return `\${local.helix_id["${address}"]}`;
}

export function helixOp(address: Address): string {
  return `\${var.helix_op["${address}"]}`;
}

export function helixExpiresAt(address: Address): string {
  return `\${var.helix_expires_at["${address}"]}`;
}

export const HELIX_LINEAGE = '${var.helix_lineage}';
