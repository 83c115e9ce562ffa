import { HelixError } from '../../../errors';
import type { JournalPosition } from '../../../state/snapshot';
import type { State } from '../../../state/state';
import { StateChain } from '../../../state/state-chain';
import type { StoredSnapshot } from '../../../state/state-chain';
import { chainOf, keptStates } from '../../../state/stored-states';
import type { StoredState } from '../../../state/stored-states';
import { stateFile } from './state-directory';
import type { Listing, StateDirectory } from './state-directory';

/** The newest state file, with those that it goes on from. */
export interface Stored {
  /** Of the newest file; 0 when there is none. */
  readonly serial: number;
  readonly chain: StateChain;
  readonly journal: JournalPosition;
  /** The files that are kept, the newest first. */
  readonly states: readonly StoredState[];
}

/**
 * Reads the newest state that a listing names. A text says which file is gone: it was cleaned away since, or is missing.
 * @throws HelixError `config` for a damaged file
 */
export async function readStored(directory: StateDirectory, { states }: Listing): Promise<Stored | string> {
  const serial = states.at(-1) ?? 0;
  if (serial === 0) return { serial, chain: StateChain.empty, journal: { token: 0, entries: 0 }, states: [] };
  const name = stateFile(serial);
  const newest = await directory.readSnapshot(name);
  if (newest === undefined) return name;
  const { states: told = [], journal } = newest.snapshot;
  // The name counts: a state that was copied back by hand goes by the number that it was given.
  const own = { ...told[0], serial, name };
  const older = chainOf([own, ...told]).slice(0, -1);
  const snapshots = await Promise.all(older.map((other) => directory.readSnapshot(other)));
  const gone = older[snapshots.indexOf(undefined)];
  if (gone !== undefined) return gone;
  const chain = StateChain.of([...(snapshots as StoredSnapshot[]), newest], directory.path);
  // Of what was removed nothing is kept.
  const others = chain.state === null ? [] : otherStates(states.slice(0, -1), told);
  return { serial, journal, chain, states: keptStates([own, ...others]).kept };
}

/** Writes a state, or null where none is to be left, as the next serial; undefined when somebody else did. */
export async function writeStored(
  directory: StateDirectory,
  { serial: last, chain, states }: Pick<Stored, 'serial' | 'chain' | 'states'>,
  next: { readonly state: State | null; readonly journal: JournalPosition; readonly token: number },
): Promise<Stored | undefined> {
  const { state, journal, token } = next;
  const serial = last + 1;
  const name = stateFile(serial);
  const { snapshot, base, stored } = chain.next(state, journal);
  const own = { serial, name, ...(base !== undefined && { base }) };
  const { kept } = keptStates(state === null ? [own] : [own, ...states]);
  // A state that goes on from none tells of the others only where they go on from each other.
  const isTold = kept.some((one) => one.base !== undefined);
  const bytes = await directory.publishSnapshot(
    name,
    { ...snapshot, ...(isTold && { states: kept }) },
    token,
  );
  return bytes === undefined ? undefined : { serial, journal, chain: stored(name, bytes), states: kept };
}

/** The file that something else goes on from is gone, though nothing newer is there. */
export function missingFile(directory: StateDirectory, name: string): HelixError {
  return new HelixError('config', `${directory.path}: ${name} is missing, and later states go on from it.`, {
    hint: 'Nothing was changed. Restore it from a copy.',
  });
}

/** The files beside the newest, with what it tells of them. */
function otherStates(serials: readonly number[], told: readonly StoredState[]): StoredState[] {
  return serials.toReversed().map((serial) => {
    const name = stateFile(serial);
    return told.slice(1).find((state) => state.name === name) ?? { serial, name };
  });
}
