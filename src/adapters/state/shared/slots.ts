import { HelixError } from '../../../errors';
import type { StateCodec } from '../../../state/stored/codec';
import { decodeJournal, journalLine } from '../../../state/stored/format';
import type { JournalEntry } from '../../../state/state';

/** The content of one slot of a journal: entries that became durable together, or the plug that ends the journal. */
export type Slot = { readonly entries: readonly JournalEntry[] } | 'plug';

const PLUG = '{"format":1,"plug":true}\n';

/** Returns the bytes of a slot with entries, each encoded by `encodeEntry`. */
export function encodeSlot(entries: readonly string[], codec: StateCodec): Uint8Array {
  return codec.encode(journalLine(entries));
}

/** Returns the bytes of the slot after which nothing counts. */
export function encodePlug(codec: StateCodec): Uint8Array {
  return codec.encode(PLUG);
}

/**
 * Decodes a slot. `where` names it in errors.
 * @throws HelixError `config` when it is damaged, `auth` when its key is missing
 */
export function decodeSlot(bytes: Uint8Array, codec: StateCodec, where: string): Slot {
  const text = codec.decode(bytes, where);
  if (text === PLUG) return 'plug';
  if (text.endsWith('\n') && isJson(text)) return { entries: decodeJournal(text, where) };
  throw new HelixError('config', `${where} is damaged: it is incomplete.`, {
    hint: 'Nothing was changed. Restore it from a copy.',
  });
}

// A journal in a file may end in a torn line; a slot is written as a whole.
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
