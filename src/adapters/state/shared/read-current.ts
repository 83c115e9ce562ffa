import { HelixError } from '../../../errors';
import { foldEntries } from '../../../state/fold';
import type { JournalEntry, State } from '../../../state/state';
import { StateChain } from '../../../state/stored/state-chain';
import type { StoredSnapshot } from '../../../state/stored/state-chain';
import { RESTORE_HINT } from '../../../state/stored/kept-errors';
import { chainOf } from '../../../state/stored/stored-states';
import { decodeBody } from './bodies';
import type { SharedContext } from './context';
import type { Head, OpenJournal } from './head';
import { readJournal } from './journals';

/**
 * Reads the current state with its journals, or null when nothing was ever committed. Takes no lock: when an object is
 * missing, or may have been written during the read, and the head was replaced meanwhile, everything is read again.
 * @throws HelixError `config` when something is damaged or missing
 */
export async function readCurrent(context: SharedContext): Promise<State | null> {
  const { storage } = context;
  for (;;) {
    const head = (await storage.readHead())?.head;
    if (head === undefined) return null;
    const { state, isMissing, entries } = await readUnder(context, head);
    if (isMissing === undefined && head.journals.every(isClosed)) return folded(context, state, entries);
    const after = (await storage.readHead())?.head;
    if (after === undefined || reachOf(after) !== reachOf(head)) continue;
    if (isMissing === undefined) return folded(context, state, entries);
    throw missing(context, isMissing);
  }
}

/** The newest state that a head names, and the snapshots that store it. */
export interface Stored {
  readonly chain: StateChain;
  /** The state of the chain, with the serial of the head. */
  readonly state: State | null;
}

/**
 * Reads the newest snapshot that a head names, with those that it is based on.
 * @throws HelixError `config` when one is damaged, missing, or of another workspace
 */
export async function readStored(context: SharedContext, head: Pick<Head, 'states'>): Promise<Stored> {
  const stored = await readBodies(context, head);
  if (typeof stored === 'string') throw missing(context, stored);
  return stored;
}

/** Returns the state after the entries of its journals. Throws HelixError `config` for entries without a state. */
export function folded(
  { storage }: SharedContext,
  state: State | null,
  entries: readonly JournalEntry[],
): State | null {
  if (state !== null) return foldEntries(state, entries);
  if (entries.length === 0) return null;
  throw new HelixError('config', `${storage.place} holds a journal, but not the state that it belongs to.`, {
    hint: RESTORE_HINT,
  });
}

async function readUnder(
  context: SharedContext,
  head: Head,
): Promise<{ state: State | null; entries: JournalEntry[]; isMissing: string | undefined }> {
  const stored = await readBodies(context, head);
  const entries: JournalEntry[] = [];
  let isMissing = typeof stored === 'string' ? stored : undefined;
  for (const journal of head.journals) {
    const read = await readJournal(context, journal);
    if (isClosed(journal) && !read.isEnded) isMissing ??= `slot ${read.upTo + 1} of journal ${journal.name}`;
    for (const entry of read.entries) entries.push(entry);
  }
  return { state: typeof stored === 'string' ? null : stored.state, entries, isMissing };
}

/** Reads the snapshots that a head names, or returns the name of a missing one. */
async function readBodies(
  context: SharedContext,
  { states }: Pick<Head, 'states'>,
): Promise<Stored | string> {
  const { storage, codec, workspace } = context;
  const bodies = await Promise.all(
    chainOf(states).map(async (name): Promise<StoredSnapshot | string> => {
      const body = await storage.readBody(name);
      if (body === undefined) return `snapshot ${name}`;
      return { name, ...(await decodeBody(body, codec, `${storage.place}, snapshot ${name}`)) };
    }),
  );
  const absent = bodies.find((body) => typeof body === 'string');
  if (absent !== undefined) return absent;
  const chain = StateChain.of(bodies as StoredSnapshot[], storage.place);
  if (chain.state !== null && chain.state.workspace !== workspace) {
    throw new HelixError(
      'config',
      `${storage.place} holds the state of workspace ${chain.state.workspace}, not of ${workspace}.`,
      { hint: 'Move it back to its original place.' },
    );
  }
  // The head takes precedence: an earlier commit whose response was lost may have taken the serial of this one.
  return { chain, state: chain.state && { ...chain.state, serial: states[0]?.serial ?? chain.state.serial } };
}

function isClosed({ upTo }: OpenJournal): boolean {
  return upTo !== null;
}

/** Returns the part of a head that a reader depends on and heartbeats do not change. */
function reachOf({ states, journals }: Head): string {
  return JSON.stringify([states[0], journals]);
}

function missing({ storage }: SharedContext, what: string): HelixError {
  return new HelixError('config', `${storage.place}: ${what} is missing.`, {
    hint: RESTORE_HINT,
  });
}
