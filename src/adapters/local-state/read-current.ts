import { join } from 'node:path';
import { HelixError } from '../../errors';
import { currentState, pendingEntries, type Journal, type Snapshot } from '../../state/snapshot';
import type { State } from '../../state/state';
import type { StateDirectory } from './state-directory';

/** What a directory holds at one moment. */
export interface Current {
  /** Of the newest state file; 0 when there is none. */
  readonly serial: number;
  readonly state: State | null;
  /** Whether journals hold entries that the newest state file does not. */
  readonly isPending: boolean;
  /** The lease that wrote the newest state file; 0 when there is none. */
  readonly token: number;
}

/**
 * Reads the newest state and its journals. Takes no lock: when a newer state appears meanwhile, journals that it
 * holds may be gone, so it reads again until the newest state is the same before and after.
 * @throws HelixError `config` for a damaged file, or another workspace's state
 */
export async function readCurrent(directory: StateDirectory, workspace: string): Promise<Current> {
  for (;;) {
    const before = await directory.list();
    const serial = before.states.at(-1) ?? 0;
    const snapshot = serial === 0 ? null : await directory.readSnapshot(serial);
    const journals: (Journal | undefined)[] = [];
    for (const token of before.journals) {
      if (token >= (snapshot?.journal.token ?? 0)) journals.push(await directory.readJournal(token));
    }
    const after = await directory.list();
    if (snapshot === undefined || journals.includes(undefined) || (after.states.at(-1) ?? 0) !== serial)
      continue;
    return current(directory, workspace, serial, snapshot, journals as Journal[]);
  }
}

function current(
  directory: StateDirectory,
  workspace: string,
  serial: number,
  snapshot: Snapshot | null,
  journals: readonly Journal[],
): Current {
  const position = snapshot?.journal ?? { token: 0, entries: 0 };
  const state = currentState(snapshot, journals);
  if (state === undefined) {
    throw new HelixError(
      'config',
      `${directory.path} holds a journal, but not the state that it belongs to.`,
      {
        hint: `Restore ${join(directory.path, `state.${serial + 1}.json`)} or a later one from a copy.`,
      },
    );
  }
  if (state !== null && state.workspace !== workspace) {
    throw new HelixError(
      'config',
      `${directory.path} holds the state of workspace ${state.workspace}, not of ${workspace}.`,
      { hint: 'Give the workspace another name, or move the directory back to where it came from.' },
    );
  }
  return { serial, state, isPending: pendingEntries(position, journals).length > 0, token: position.token };
}
