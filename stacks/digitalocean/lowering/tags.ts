import { boundedName } from '../../identifier';
import type { Owner } from '../../cloud';
import { HELIX_LINEAGE, helixExpiresAt, helixId, helixOp, literal } from '../../template';

/** The longest tag. */
const LONGEST = 255;

/**
 * The tags of every part that takes tags: those that name its owner, then the user's. A tag is one word of letters,
 * digits, `:`, `-` and `_`, whose case has no meaning.
 */
export function tagsOf(
  { project, workspace, address }: Owner,
  tags: Readonly<Record<string, string>>,
): string[] {
  const ours = [
    ownerTag('project', project),
    ownerTag('workspace', workspace),
    ownerTag('address', address),
    `helix-lineage:${HELIX_LINEAGE}`,
  ];
  return [...new Set([...ours, ...Object.entries(tags).map(userTag)])];
}

/** The tag that one machine and its firewall have in common. */
export function idTag({ address }: Owner): string {
  return `helix-id:${helixId(address)}`;
}

/** The tag of one creation, by which a machine is found that Terraform lost. */
export function opTag({ address }: Owner): string {
  return `helix-op:${helixOp(address)}`;
}

/** The tag of the time at which a machine expires: `helix-expires-at:20261130T120000Z`. */
export function expiryTag({ address }: Owner): string {
  return `helix-expires-at:\${formatdate("YYYYMMDD'T'hhmmss'Z'", "${helixExpiresAt(address)}")}`;
}

/** A tag that names a part of the owner. `tagText` returns what it says. */
function ownerTag(key: string, text: string): string {
  return literal(`helix-${key}:${boundedName(encoded(text), LONGEST - `helix-${key}:`.length)}`);
}

/** A text as part of a tag: `.` becomes `:`, and any other byte that a tag cannot have `_` and its two hex digits. */
export function encoded(text: string): string {
  return text
    .replaceAll(/[^a-z0-9.-]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
    )
    .replaceAll('.', ':');
}

/** The text that was encoded. */
export function decoded(tag: string): string {
  const bytes = tag
    .replaceAll(':', '.')
    .replaceAll(/(?:_[0-9a-f]{2})+/g, (escapes) =>
      Buffer.from(escapes.replaceAll('_', ''), 'hex').toString('utf8'),
    );
  return bytes;
}

/** A tag of the user as `key:value`, in the characters that tags have. */
function userTag([key, value]: [string, string]): string {
  const allowed = (text: string) => text.replaceAll(/[^A-Za-z0-9:_-]/g, '-');
  return allowed(value === '' ? key : `${key}:${value}`).slice(0, LONGEST);
}
