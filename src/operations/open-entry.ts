import type { OpenEntry } from '../state/state';
import { digestOfText } from '../values/digest';
import type { Address } from '../values/resource';
import { engineOf } from './operation';
import type { Operation } from './operation';

/** The identity of a journal entry. */
export interface EntryIdentity {
  readonly id: string;
  readonly at: string;
  readonly lineage: string;
  readonly workspace: string;
}

/** Returns the journal entry of a batch that begins now. */
export function openEntryOf(
  operations: readonly Operation[],
  { id, at, lineage, workspace }: EntryIdentity,
): OpenEntry {
  const [first] = operations;
  if (first === undefined) throw new Error('an empty batch');
  return {
    id,
    engine: engineOf(first.member),
    at,
    members: operations.map(({ member }) => ({
      ...member,
      key: idempotencyKey(lineage, workspace, member.address, id),
    })),
  };
}

/** The same operation of the same journal entry has the same key, however often and from wherever it is sent. */
function idempotencyKey(lineage: string, workspace: string, address: Address, entry: string): string {
  return `helix-${digestOfText([lineage, workspace, address, entry].join('\n')).slice(0, 40)}`;
}
