import { notKept } from '../../../state/stored/kept-errors';
import { missingFile, readStored } from './snapshots';
import type { Current } from './read-current';
import { stateFile } from './state-directory';
import type { StateDirectory } from './state-directory';

/**
 * Reads an older state as the one that the next serial is written from. Later states stay in the list of those that are
 * kept, readable or not; the entries of journals do not count.
 * @throws HelixError `not-found` where no such state is kept, `config` where it is damaged
 */
export async function readKept(directory: StateDirectory, serial: number): Promise<Current> {
  const listing = await directory.list();
  const { states } = listing;
  if (!states.includes(serial)) throw notKept(serial, states.toReversed());
  const stored = await readStored(directory, { ...listing, states: states.filter((one) => one <= serial) });
  if (typeof stored === 'string') throw missingFile(directory, stored);
  const newest = Math.max(...states);
  const later = states.filter((one) => one > serial).toReversed();
  return {
    stored: {
      ...stored,
      serial: newest,
      states: [...later.map((one) => ({ serial: one, name: stateFile(one) })), ...stored.states],
    },
    state: stored.chain.state && { ...stored.chain.state, serial: newest },
    isPending: true,
  };
}
