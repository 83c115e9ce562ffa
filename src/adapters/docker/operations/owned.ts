import { HelixError } from '../../../errors';
import { isSameOwner } from '../../../resources/owner';
import type { Owner } from '../../../resources/owner';
import { ownerIn, ownerInWords } from '../labels';
import type { Labels } from '../labels';

/** A thing of an engine that has a name and labels. */
export interface Labelled {
  readonly what: 'container' | 'network' | 'volume';
  readonly name: string;
  readonly labels: Labels | null | undefined;
}

/** Whether the labels are exactly those of the owner. */
export function isOurs({ labels }: Pick<Labelled, 'labels'>, owner: Owner): boolean {
  return isSameOwner(ownerIn(labels), owner);
}

/**
 * Whether a volume is of the owner's state. Its labels cannot be changed: it keeps the address under which it was made, when
 * the data goes to another.
 */
export function isOurVolume({ labels }: Pick<Labelled, 'labels'>, owner: Owner): boolean {
  const found = ownerIn(labels);
  return found !== null && isSameOwner({ ...found, address: owner.address }, owner);
}

/** @throws HelixError `refused` for what somebody else made under our name */
export function assertOurs(thing: Labelled, owner: Owner): void {
  if (thing.what === 'volume' ? isOurVolume(thing, owner) : isOurs(thing, owner)) return;
  const { what, name, labels } = thing;
  throw new HelixError('refused', `The ${what} ${name} belongs to ${ownerInWords(labels)}.`, {
    hint: `It was left as it is. Rename the instance, or remove the ${what} yourself: docker ${COMMAND[what]} ${name}`,
  });
}

const COMMAND = { container: 'rm -f', network: 'network rm', volume: 'volume rm' } as const;
