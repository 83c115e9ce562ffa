import type { Address } from '../src/values/resource';

/** A text that means itself where Terraform reads templates. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}

/** Eight hex digits of lineage and address: a name with them is nobody else's. */
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
