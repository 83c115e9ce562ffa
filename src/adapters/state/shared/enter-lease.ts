import { HelixError } from '../../../errors';
import { LeasedState } from '../../../state/leased-state';
import { notKept } from '../../../state/stored/kept-errors';
import type { JournalEntry } from '../../../state/state';
import { Heartbeat } from '../lease/heartbeat';
import type { SharedContext } from './context';
import type { OpenJournal } from './head';
import { HeldHead } from './held-head';
import { endJournal } from './journals';
import { folded, readStored } from './read-current';
import type { Stored } from './read-current';
import { SharedLease } from './shared-lease';
import { sweep, writeState } from './snapshots';
import type { TakenLock } from './take-lock';

/**
 * Turns a lock into a lease: ends the journals that earlier holders left, and folds their entries.
 * Returns undefined when the lock was lost meanwhile.
 */
export async function enterLease(
  context: SharedContext,
  taken: TakenLock,
  restore?: number,
): Promise<SharedLease | undefined> {
  const { clock, leaseMs, quickStorage: briefly } = context;
  const held = new HeldHead(taken.stored);
  const lock = {
    beat: async () => {
      await held.update(briefly, () => ({}));
    },
    isNewest: () => Promise.resolve(!held.isLost),
  };
  const heartbeat = new Heartbeat(lock, context, taken.takenMs);
  try {
    // The last holder may act without a check for half a lease after its last heartbeat.
    if (taken.isByForce) await clock.sleep(leaseMs / 2);
    const { state, chain } = await (restore === undefined
      ? seal(context, held)
      : restoreKept(context, held, restore));
    const leased = new LeasedState(held.head.lock.token, state);
    return new SharedLease(context, { held, heartbeat, leased, chain });
  } catch (error) {
    await heartbeat.stop();
    await held.update(briefly, () => ({ status: 'abandoned' })).catch(() => undefined);
    if (error instanceof HelixError && error.kind === 'locked') return undefined;
    throw error;
  }
}

/** Writes a snapshot with the entries that earlier holders left, and returns the state. Their journals no longer count. */
async function seal(context: SharedContext, held: HeldHead): Promise<Stored> {
  const { storage, clock } = context;
  const { token } = held.head.lock;
  const left = held.head.journals.filter((journal) => journal.token !== token);
  const [{ chain, ...stored }, ended] = await Promise.all([
    readStored(context, held.head),
    endJournals(context, left),
  ]);
  const entries = ended.flatMap((journal) => journal.entries);
  const state = folded(context, stored.state, entries);
  if (left.length === 0) return { state, chain };
  const journals = held.head.journals.filter((journal) => journal.token === token);
  if (state === null || entries.length === 0) {
    await held.update(storage, () => ({ journals }));
    return { state, chain };
  }
  const stamped = { ...state, updatedAt: clock.now().toISOString() };
  const next = { state: stamped, journal: { token, entries: 0 }, journals };
  const sealed = await writeState(context, held, chain, next);
  for (const { journal, upTo } of ended) {
    await storage.removeSlots(journal.name, journal.after, upTo).catch(() => undefined);
  }
  if (left.some(({ upTo }) => upTo === null)) await sweep(context, held);
  return sealed;
}

/** Writes the kept state of a serial as the next one. No journal of earlier holders counts any more. */
async function restoreKept(context: SharedContext, held: HeldHead, serial: number): Promise<Stored> {
  const { states, lock, journals } = held.head;
  const index = states.findIndex((one) => one.serial === serial);
  if (index < 0) {
    throw notKept(
      serial,
      states.map((one) => one.serial),
    );
  }
  const { state, chain } = await readStored(context, { states: states.slice(index) });
  if (state === null) throw notKept(serial, []);
  const { token } = lock;
  return writeState(context, held, chain, {
    state: { ...state, updatedAt: context.clock.now().toISOString() },
    journal: { token, entries: 0 },
    journals: journals.filter((journal) => journal.token === token),
  });
}

async function endJournals(
  context: SharedContext,
  journals: readonly OpenJournal[],
): Promise<{ journal: OpenJournal; entries: readonly JournalEntry[]; upTo: number }[]> {
  const ended = [];
  for (const journal of journals) {
    const { entries, upTo } = await endJournal(context, journal);
    ended.push({ journal, entries, upTo });
  }
  return ended;
}
