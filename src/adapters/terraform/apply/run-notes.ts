import type { Lowered, StackRef } from '../../../../stacks';
import type { EngineContext } from '../../../ports/engine';
import type { OpenEntry } from '../../../state/state';
import type { JsonObject } from '../../../values/json';
import type { Address } from '../../../values/resource';
import type { LockOwner } from '../../host/process-table';
import { runDigest } from '../stack/stack-run';
import type { StackRun } from '../stack/stack-run';

/** The notes in the journal, written before Terraform begins: any host can recover the batch from them. */
export interface BatchNotes {
  /** Blocks by resource, as they were planned, with the `helix-op` of what is created. */
  readonly targets: Readonly<Record<Address, Lowered>>;
  /** The runs that were begun, in order. */
  readonly runs: readonly RunNote[];
}

export interface RunNote {
  readonly ref: StackRef;
  /** The digest of the stack's text and everything that its plan depends on. */
  readonly digest: string;
  /** The expected actions, by Terraform address. */
  readonly expected: Readonly<Record<string, string>>;
  /** The leader of the process group; its id is the group's. */
  readonly process: LockOwner;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** The notes of a batch; null when nothing was begun. */
export function notesOf({ notes }: Pick<OpenEntry, 'notes'>): BatchNotes | null {
  return notes === undefined ? null : (notes as unknown as BatchNotes);
}

/** Writes the notes of a batch, run by run. */
export class NotesWriter {
  readonly #targets: ReadonlyMap<Address, Lowered>;
  readonly #context: EngineContext;
  #runs: readonly RunNote[] = [];

  constructor(targets: ReadonlyMap<Address, Lowered>, context: EngineContext) {
    this.#targets = targets;
    this.#context = context;
  }

  /** Notes that a run is about to begin in a process group. */
  async writeStart(run: StackRun, process: LockOwner, at: string): Promise<void> {
    const expected = Object.fromEntries(
      [...run.expected].flatMap(([part, { allowed }]) => (allowed === 'no-op' ? [] : [[part, allowed]])),
    ) as RunNote['expected'];
    this.#runs = [...this.#runs, { ref: run.ref, digest: runDigest(run), expected, process, at }];
    const targets = Object.fromEntries(this.#targets) as BatchNotes['targets'];
    const notes: BatchNotes = { targets, runs: this.#runs };
    await this.#context.note(notes as unknown as JsonObject);
  }
}
