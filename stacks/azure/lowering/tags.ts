import type { Owner } from '../../cloud';
import { HELIX_LINEAGE, literal } from '../../template';

/** The tags of every part that takes tags: those that name its owner, then the user's. */
export function tagsOf(
  { project, workspace, address }: Owner,
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  const theirs = Object.entries(tags).map(([key, value]): [string, string] => [key, tagValue(value)]);
  return {
    'helix-project': tagValue(project),
    'helix-workspace': tagValue(workspace),
    'helix-address': tagValue(address),
    'helix-lineage': HELIX_LINEAGE,
    ...Object.fromEntries(theirs),
  };
}

/** A text as a tag value: Azure allows any 256 characters. */
function tagValue(text: string): string {
  return literal(text.slice(0, 256));
}
