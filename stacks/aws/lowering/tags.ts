import type { Owner } from '../../cloud';
import { HELIX_LINEAGE, literal } from '../../template';

/**
 * The tags of every part that takes tags: those that name its owner, a name for the AWS console if there is one, then the
 * user's, which may be another name.
 */
export function tagsOf(
  { project, workspace, address }: Owner,
  tags: Readonly<Record<string, string>>,
  name: string | null = null,
): Record<string, string> {
  const ours = {
    'helix-project': tagValue(project),
    'helix-workspace': tagValue(workspace),
    'helix-address': tagValue(address),
    'helix-lineage': HELIX_LINEAGE,
  };
  const theirs = Object.entries(tags).map(([key, value]): [string, string] => [key, tagValue(value)]);
  return { ...ours, ...(name !== null && { Name: literal(name) }), ...Object.fromEntries(theirs) };
}

/** A text as a tag value: AWS allows 256 characters, and not all of them. */
function tagValue(text: string): string {
  return literal(text.replaceAll(/[^\p{L}\p{N} _.:/=+@-]/gu, '-').slice(0, 256));
}
