import type { Address } from '../../src/values/resource';
import type { Owner } from '../cloud';
import { HELIX_LINEAGE, helixId } from '../template';

/** The most characters in the key and in the value of a label. */
const LONGEST = 63;

/** A text as the value of a label, which has lower-case letters, digits, `-` and `_`. */
export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '-')
    .slice(0, LONGEST);
}

/** A text as the key of a label, which begins with a letter. */
export function labelKey(text: string): string {
  const value = labelValue(text);
  return (/^[a-z]/.test(value) ? value : `x-${value}`).slice(0, LONGEST);
}

/** The address in a label: `instance.api` -> `instance-api`. */
export function addressLabel(address: Address): string {
  return labelValue(address);
}

/** The address that a label was made of, where its name has only characters of labels: a kind contains no `-`. */
export function addressInLabel(label: string): string {
  return label.replace('-', '.');
}

/**
 * The labels of every part that takes labels: those that name its owner, then the user's. Labels have few characters:
 * the exact address is in the metadata of a machine and in descriptions, and `helix-id` is made of it.
 */
export function labelsOf(
  { project, workspace, address }: Owner,
  tags: Readonly<Record<string, string>>,
): Record<string, string> {
  const theirs = Object.entries(tags).map(([key, value]) => [labelKey(key), labelValue(value)]);
  return {
    ...(Object.fromEntries(theirs) as Record<string, string>),
    'helix-project': labelValue(project),
    'helix-workspace': labelValue(workspace),
    'helix-address': addressLabel(address),
    'helix-lineage': HELIX_LINEAGE,
    'helix-id': helixId(address),
  };
}

/** The description of a part that takes no labels, which names its owner. */
export function descriptionOf({ address }: Owner): string {
  return `Managed by Helix: ${HELIX_LINEAGE} ${address}`;
}
