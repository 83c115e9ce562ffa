/** The resource that a cluster belongs to. Identity is ownership: an id in a file is only a name. */
export interface Owner {
  readonly lineage: string;
  readonly workspace: string;
  readonly address: string;
}

/** `lineage/workspace/address`, or `nobody`. */
export function ownerText(owner: Owner | null): string {
  return owner === null ? 'nobody' : `${owner.lineage}/${owner.workspace}/${owner.address}`;
}

export function isSameOwner(left: Owner | null, right: Owner | null): boolean {
  return ownerText(left) === ownerText(right);
}
