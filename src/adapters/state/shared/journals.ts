import type { JournalEntry } from '../../../state/state';
import type { SharedContext } from './context';
import type { OpenJournal } from './head';
import { decodeSlot, encodePlug } from './slots';

/** The entries of a journal that the snapshot does not contain. */
export interface ReadJournal {
  readonly entries: readonly JournalEntry[];
  /** The last slot with entries. */
  readonly upTo: number;
  /** Whether no entry can follow. */
  readonly isEnded: boolean;
}

/** Reads the entries that exist now. */
export async function readJournal(context: SharedContext, journal: OpenJournal): Promise<ReadJournal> {
  return continueReading(context, journal, { entries: [], upTo: journal.after, isEnded: false });
}

/**
 * Reads a journal to its end, and ends an open one: it fills the first free slot with a plug. The holder of the journal
 * writes one slot after the other, so its next write meets the plug and is not acknowledged.
 */
export async function endJournal(context: SharedContext, journal: OpenJournal): Promise<ReadJournal> {
  const { storage, codec } = context;
  let read = await readJournal(context, journal);
  while (!read.isEnded) {
    const isPlugged = await storage.fillSlot(journal.name, read.upTo + 1, encodePlug(codec));
    read = isPlugged ? { ...read, isEnded: true } : await continueReading(context, journal, read);
  }
  return read;
}

async function continueReading(
  { storage, codec }: SharedContext,
  { name, upTo: last }: OpenJournal,
  from: ReadJournal,
): Promise<ReadJournal> {
  const entries = [...from.entries];
  let { upTo } = from;
  let expected = last === null ? 1 : last - upTo;
  while (upTo !== last) {
    const run = await storage.readSlots(name, upTo, expected);
    if (run.length === 0) return { entries, upTo, isEnded: false };
    for (const bytes of run) {
      const slot = decodeSlot(bytes, codec, `${storage.place}, journal ${name}, slot ${upTo + 1}`);
      if (slot === 'plug') return { entries, upTo, isEnded: true };
      for (const entry of slot.entries) entries.push(entry);
      upTo += 1;
    }
    expected = Math.min(4 * run.length, 256);
  }
  return { entries, upTo, isEnded: true };
}
