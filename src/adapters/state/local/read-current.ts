import { join } from 'node:path';
import { HelixError } from '../../../errors';
import { currentState, pendingEntries } from '../../../state/stored/snapshot';
import type { Journal } from '../../../state/stored/snapshot';
import type { State } from '../../../state/state';
import { missingFile, readStored } from './snapshots';
import type { Stored } from './snapshots';
import { stateFile } from './state-directory';
import type { StateDirectory } from './state-directory';

/** The content of a directory at one moment. */
export interface Current {
  readonly stored: Stored;
  readonly state: State | null;
  /** Whether journals hold entries that the newest state file does not. */
  readonly isPending: boolean;
}

/**
 * Reads the newest state and its journals without a lock. When a newer state appears meanwhile, journals that it
 * contains may be gone, so this reads again until the newest state is the same before and after.
 * @throws HelixError `config` for a damaged file, or the state of another workspace
 */
export async function readCurrent(directory: StateDirectory, workspace: string): Promise<Current> {
  for (;;) {
    const before = await directory.list();
    const stored = await readStored(directory, before);
    const journals: (Journal | undefined)[] = [];
    for (const token of typeof stored === 'string' ? [] : before.journals) {
      if (typeof stored !== 'string' && token >= stored.journal.token)
        journals.push(await directory.readJournal(token));
    }
    const after = await directory.list();
    if (journals.includes(undefined) || after.states.at(-1) !== before.states.at(-1)) continue;
    if (typeof stored === 'string') throw missingFile(directory, stored);
    return current(directory, workspace, stored, journals as Journal[]);
  }
}

function current(
  directory: StateDirectory,
  workspace: string,
  stored: Stored,
  journals: readonly Journal[],
): Current {
  const { serial, journal } = stored;
  const base = stored.chain.state && { ...stored.chain.state, serial };
  const state = currentState({ format: 1, journal, state: base }, journals);
  if (state === undefined) {
    throw new HelixError(
      'config',
      `${directory.path} holds a journal, but not the state that it belongs to.`,
      {
        hint: `Restore ${join(directory.path, stateFile(serial + 1))} or a later one from a copy.`,
      },
    );
  }
  if (state !== null && state.workspace !== workspace) {
    throw new HelixError(
      'config',
      `${directory.path} holds the state of workspace ${state.workspace}, not of ${workspace}.`,
      { hint: 'Give the workspace another name, or move the directory back to its original place.' },
    );
  }
  return { stored, state, isPending: pendingEntries(journal, journals).length > 0 };
}
