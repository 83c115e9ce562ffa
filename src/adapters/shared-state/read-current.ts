import { HelixError } from '../../errors';
import { foldEntries } from '../../state/fold';
import type { JournalEntry, State } from '../../state/state';
import { decodeBody } from './bodies';
import type { SharedContext } from './context';
import type { Head, OpenJournal } from './head';
import { readJournal } from './journals';

/**
 * The state now, with its journals; null where nothing was ever committed. Takes no lock: when something is not there, or may
 * have been written while it was being looked for, the head tells whether it was replaced meanwhile, and all is read again.
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

/**
 * The newest snapshot that a head names; null where there is none.
 * @throws HelixError `config` when it is damaged, missing, or of another workspace
 */
export async function readSnapshot(context: SharedContext, head: Head): Promise<State | null> {
  const [newest] = head.states;
  if (newest === undefined) return null;
  const state = await readBody(context, newest);
  if (state === undefined) throw missing(context, `snapshot ${newest.name}`);
  return state;
}

/** The state with what its journals hold. Throws HelixError `config` for entries without a state. */
export function folded(
  { storage }: SharedContext,
  state: State | null,
  entries: readonly JournalEntry[],
): State | null {
  if (state !== null) return foldEntries(state, entries);
  if (entries.length === 0) return null;
  throw new HelixError('config', `${storage.place} holds a journal, but not the state that it belongs to.`, {
    hint: 'Nothing was changed. Restore the state from a copy.',
  });
}

async function readUnder(
  context: SharedContext,
  head: Head,
): Promise<{ state: State | null; entries: JournalEntry[]; isMissing: string | undefined }> {
  const [newest] = head.states;
  const state = newest === undefined ? null : await readBody(context, newest);
  const entries: JournalEntry[] = [];
  let isMissing = state === undefined ? `snapshot ${newest?.name ?? ''}` : undefined;
  for (const journal of head.journals) {
    const read = await readJournal(context, journal);
    if (isClosed(journal) && !read.isEnded) isMissing ??= `slot ${read.upTo + 1} of journal ${journal.name}`;
    for (const entry of read.entries) entries.push(entry);
  }
  return { state: state ?? null, entries, isMissing };
}

async function readBody(
  { storage, codec, workspace }: SharedContext,
  { serial, name }: Head['states'][number],
): Promise<State | null | undefined> {
  const bytes = await storage.readBody(name);
  if (bytes === undefined) return undefined;
  const { state } = await decodeBody(bytes, codec, `${storage.place}, snapshot ${name}`);
  if (state !== null && state.workspace !== workspace) {
    throw new HelixError(
      'config',
      `${storage.place} holds the state of workspace ${state.workspace}, not of ${workspace}.`,
      { hint: 'Move it back to where it came from.' },
    );
  }
  // The head counts: an earlier commit whose answer was lost may have taken the number that this one was made for.
  return state === null ? null : { ...state, serial };
}

function isClosed({ upTo }: OpenJournal): boolean {
  return upTo !== null;
}

/** What a reader relies on, and a beat does not change. */
function reachOf({ states, journals }: Head): string {
  return JSON.stringify([states[0], journals]);
}

function missing({ storage }: SharedContext, what: string): HelixError {
  return new HelixError('config', `${storage.place}: ${what} is missing.`, {
    hint: 'Nothing was changed. Somebody deleted it; restore it from a copy.',
  });
}
