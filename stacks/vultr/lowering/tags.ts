import type { Owner } from '../../cloud';
import { HELIX_LINEAGE, helixExpiresAt, helixOp, literal } from '../../template';

/** The tags of an instance: those that name its owner, its creation and its end, then the user's. A tag is a plain text. */
export function tagsOf(owner: Owner, tags: Readonly<Record<string, string>>, hasExpiry: boolean): string[] {
  const { project, workspace, address } = owner;
  const ours = [
    literal(`helix-project-${project}`),
    literal(`helix-workspace-${workspace}`),
    literal(`helix-address-${address}`),
    `helix-lineage-${HELIX_LINEAGE}`,
    opTag(helixOp(address)),
    ...(hasExpiry ? [expiryTag(owner)] : []),
  ];
  const theirs = Object.entries(tags).map(([key, value]) => literal(value === '' ? key : `${key}-${value}`));
  return [...new Set([...ours, ...theirs])];
}

/** The tag of one creation, by which an instance is found that Terraform lost. */
function opTag(op: string): string {
  return `helix-op-${op}`;
}

/** The tag of the time at which a machine expires: `helix-expires-at-20261130T120000Z`. */
function expiryTag({ address }: Owner): string {
  return `helix-expires-at-\${formatdate("YYYYMMDD'T'hhmmss'Z'", "${helixExpiresAt(address)}")}`;
}
