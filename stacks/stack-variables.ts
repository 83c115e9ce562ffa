import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { Lowered } from './lowered';

/**
 * `helix.auto.tfvars.json`: the values that differ between two runs of the same configuration. Secrets are not among
 * them: Terraform gets their values from its environment, as `TF_VAR_helix_secret`.
 */
export function stackVariables(lowered: ReadonlyMap<Address, Lowered>, lineage: string): JsonObject {
  const sorted = [...lowered].sort(([a], [b]) => (a < b ? -1 : 1));
  const images = sorted.flatMap(([address, { image }]) => (image === undefined ? [] : [[address, image]]));
  return {
    helix_lineage: lineage,
    helix_op: Object.fromEntries(sorted.map(([address, { op }]) => [address, op])),
    helix_expires_at: Object.fromEntries(
      sorted.flatMap(([address, { expiresAt }]) => (expiresAt === null ? [] : [[address, expiresAt]])),
    ),
    ...(images.length > 0 && { helix_image: Object.fromEntries(images) as JsonObject }),
  };
}
