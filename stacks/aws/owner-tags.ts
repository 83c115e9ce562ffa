import type { Address } from '../../src/values/resource';
import { HELIX_LINEAGE, literal } from '../template';

/** Whose something is. */
export interface Owner {
  readonly project: string;
  readonly workspace: string;
  readonly address: Address;
}

/** Who owns a resource in the cloud: on everything that takes tags. */
export function ownerTags({ project, workspace, address }: Owner): Record<string, string> {
  return {
    'helix-project': tagValue(project),
    'helix-workspace': tagValue(workspace),
    'helix-address': tagValue(address),
    'helix-lineage': HELIX_LINEAGE,
  };
}

/** A text as AWS takes it in a tag: at most 256 characters of few kinds. */
function tagValue(text: string): string {
  return literal(text.replaceAll(/[^\p{L}\p{N} _.:/=+@-]/gu, '-').slice(0, 256));
}
