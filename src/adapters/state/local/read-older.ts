import { HelixError } from '../../../errors';
import type { OlderState } from '../../../ports/state-store';
import { missingFile, readStored } from './snapshots';
import type { StateDirectory } from './state-directory';

/** Reads the kept states before the newest, each with the states that it is based on. States that are deleted meanwhile are left out. */
export async function* readOlder(directory: StateDirectory): AsyncIterable<OlderState> {
  const listing = await directory.list();
  for (const serial of listing.states.slice(0, -1).reverse()) {
    const states = listing.states.filter((other) => other <= serial);
    const state = await readState(directory, { ...listing, states });
    const isGone = state instanceof HelixError && !(await directory.list()).states.includes(serial);
    if (!isGone) yield { serial, state };
  }
}

async function readState(
  directory: StateDirectory,
  listing: Parameters<typeof readStored>[1],
): Promise<OlderState['state']> {
  try {
    const stored = await readStored(directory, listing);
    return typeof stored === 'string' ? missingFile(directory, stored) : stored.chain.state;
  } catch (error) {
    if (error instanceof HelixError) return error;
    throw error;
  }
}
