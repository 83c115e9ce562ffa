import { HelixError } from '../../../errors';
import type { JournalPosition } from '../../../state/stored/snapshot';
import type { State } from '../../../state/state';
import { StateChain } from '../../../state/stored/state-chain';
import type { StoredSnapshot } from '../../../state/stored/state-chain';
import { RESTORE_HINT } from '../../../state/stored/kept-errors';
import { chainOf, keptStates } from '../../../state/stored/stored-states';
import type { StoredState } from '../../../state/stored/stored-states';
import { stateFile } from './state-directory';
import type { Listing, StateDirectory } from './state-directory';

/** The newest state file, with those that it is based on. */
export interface Stored {
  /** The serial of the newest file, or 0 without one. */
  readonly serial: number;
  readonly chain: StateChain;
  readonly journal: JournalPosition;
  /** The files that are kept, the newest first. */
  readonly states: readonly StoredState[];
}

/**
 * Reads the newest state of a listing. Returns the name of a file that is gone: it was cleaned up since, or is missing.
 * @throws HelixError `config` for a damaged file
 */
export async function readStored(directory: StateDirectory, { states }: Listing): Promise<Stored | string> {
  const serial = states.at(-1) ?? 0;
  if (serial === 0) return { serial, chain: StateChain.empty, journal: { token: 0, entries: 0 }, states: [] };
  const name = stateFile(serial);
  const newest = await directory.readSnapshot(name);
  if (newest === undefined) return name;
  const { states: listed = [], journal } = newest.snapshot;
  // The name takes precedence: a state that was copied back by hand has the serial of its new name.
  const own = { ...listed[0], serial, name };
  const older = chainOf([own, ...listed]).slice(0, -1);
  const snapshots = await Promise.all(older.map((other) => directory.readSnapshot(other)));
  const gone = older[snapshots.indexOf(undefined)];
  if (gone !== undefined) return gone;
  const chain = StateChain.of([...(snapshots as StoredSnapshot[]), newest], directory.path);
  // Nothing is kept of a removed state.
  const others = chain.state === null ? [] : otherStates(states.slice(0, -1), listed);
  return { serial, journal, chain, states: keptStates([own, ...others]).kept };
}

/** Writes a state, or null to remove it, as the next serial. Returns undefined when another process wrote that serial. */
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
  // A state that is not based on another lists the others only when they are based on each other.
  const isListed = kept.some((one) => one.base !== undefined);
  const bytes = await directory.publishSnapshot(
    name,
    { ...snapshot, ...(isListed && { states: kept }) },
    token,
  );
  return bytes === undefined ? undefined : { serial, journal, chain: stored(name, bytes), states: kept };
}

/** Returns the error for a missing file on which later states are based. */
export function missingFile(directory: StateDirectory, name: string): HelixError {
  return new HelixError(
    'config',
    `${directory.path}: ${name} is missing, and later states are based on it.`,
    { hint: RESTORE_HINT },
  );
}

/** Returns the other state files, as the newest lists them. */
function otherStates(serials: readonly number[], listed: readonly StoredState[]): StoredState[] {
  return serials.toReversed().map((serial) => {
    const name = stateFile(serial);
    return listed.slice(1).find((state) => state.name === name) ?? { serial, name };
  });
}
