import type { Owner } from '../../cloud';
import { HELIX_LINEAGE, literal } from '../../template';

/** The tags that name the owner of a resource in the cloud, on every part that takes tags. */
export function ownerTags({ project, workspace, address }: Owner): Record<string, string> {
  return {
    'helix-project': tagValue(project),
    'helix-workspace': tagValue(workspace),
    'helix-address': tagValue(address),
    'helix-lineage': HELIX_LINEAGE,
  };
}

/** A text as a tag value: AWS allows 256 characters, and not all of them. */
function tagValue(text: string): string {
  return literal(text.replaceAll(/[^\p{L}\p{N} _.:/=+@-]/gu, '-').slice(0, 256));
}
