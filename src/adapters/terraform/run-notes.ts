import type { Lowered, StackRef } from '../../../stacks/lowered';
import type { OpenEntry } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import type { LockOwner } from '../lease/process-table';

/** What is written down before Terraform begins: enough to find out, anywhere, what became of it. */
export interface BatchNotes {
  /** Blocks by resource, as they were planned, with the `helix-op` of what is created. */
  readonly targets: Readonly<Record<Address, Lowered>>;
  /** Runs that were begun, in order. */
  readonly runs: readonly RunNote[];
}

export interface RunNote {
  readonly ref: StackRef;
  /** Of the stack's text and all that its plan depends on. */
  readonly digest: string;
  /** What was expected of Terraform, by its addresses. */
  readonly expected: Readonly<Record<string, string>>;
  /** The leader of the process group; its id is the group's. */
  readonly process: LockOwner;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** null: nothing was begun. */
export function notesOf({ notes }: Pick<OpenEntry, 'notes'>): BatchNotes | null {
  return notes === undefined ? null : (notes as unknown as BatchNotes);
}

export function asJson(notes: BatchNotes): JsonObject {
  return notes as unknown as JsonObject;
}
