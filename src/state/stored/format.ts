import { RESTORE_HINT } from './kept-errors';
import { HelixError } from '../../errors';
import {
  validateDeltaSnapshot,
  validateJournalEntry,
  validateJournalLine,
  validateState,
  validateWholeSnapshot,
} from './generated/validators';
import { mismatchOf } from './mismatch';
import { misplacedInDelta, misplacedInEntries, misplacedInEntry, misplacedInState } from './own-addresses';
import type { DeltaSnapshot, Snapshot, WholeSnapshot } from './snapshot';
import type { JournalEntry, State } from '../state';

const FORMAT = 1;
/** The format of a snapshot that is a delta. */
const DELTA_FORMAT = 2;

/** Returns the text of a snapshot: one line of JSON. Throws an Error for a state that could not be read back. */
export function encodeSnapshot(snapshot: Snapshot): string {
  return `${encode(snapshot, checkOf(snapshot), 'state')}\n`;
}

/**
 * Reads a snapshot back. `file` names it in errors.
 * @throws HelixError `config` when it is damaged, or written by a newer Helix.
 */
export function decodeSnapshot(content: string, file: string): Snapshot {
  const value = parse(content, file);
  return decode(value, checkOf(value), file, DELTA_FORMAT) as Snapshot;
}

/**
 * Reads a state that the user gives as JSON (`helix state push`). `file` names it in errors.
 * @throws HelixError `config` for a text that is not a state, or was written by a newer Helix
 */
export function decodeState(content: string, file: string): State {
  return decode(parse(content, file, notState), checkState, file, FORMAT, notState) as State;
}

/** Returns the text of one entry, for `journalLine`. Throws an Error for an entry that could not be read back. */
export function encodeEntry(entry: JournalEntry): string {
  return encode(entry, checkEntry, 'journal entry');
}

/** Returns one line of a journal, with its line end: encoded entries that become durable together or not at all. */
export function journalLine(entries: readonly string[]): string {
  return `{"format":${FORMAT},"entries":[${entries.join(',')}]}\n`;
}

/**
 * Reads a journal back. A last line that was torn by a crash was never acknowledged, and is left out.
 * @throws HelixError `config`, with file and line, for any other damage
 */
export function decodeJournal(content: string, file: string): JournalEntry[] {
  const lines = content.split('\n');
  const entries: JournalEntry[] = [];
  const unterminated = lines.pop();
  for (const [index, line] of lines.entries()) {
    const place = `${file}, line ${index + 1}`;
    const isLast = index === lines.length - 1 && unterminated === '';
    const parsed = isLast ? tryParse(line) : parse(line, place);
    if (parsed === undefined) break;
    const decoded = decode(parsed, checkLine, place) as { entries: JournalEntry[] };
    for (const entry of decoded.entries) entries.push(entry);
  }
  return entries;
}

/** Returns the first problem of a value as a sentence, or undefined for a valid value. */
type Check = (value: unknown) => string | undefined;

const checkWhole: Check = (value) =>
  mismatchOf(validateWholeSnapshot, value) ?? misplacedInState((value as WholeSnapshot).state, ['state']);
const checkDelta: Check = (value) =>
  mismatchOf(validateDeltaSnapshot, value) ?? misplacedInDelta((value as DeltaSnapshot).delta);
const checkState: Check = (value) => mismatchOf(validateState, value) ?? misplacedInState(value as State, []);
const checkEntry: Check = (value) =>
  mismatchOf(validateJournalEntry, value) ?? misplacedInEntry(value as JournalEntry);
const checkLine: Check = (value) =>
  mismatchOf(validateJournalLine, value) ??
  misplacedInEntries((value as { entries: JournalEntry[] }).entries);

function checkOf(value: unknown): Check {
  return formatOf(value) === DELTA_FORMAT ? checkDelta : checkWhole;
}

function formatOf(value: unknown): unknown {
  return (value as { format?: unknown } | null)?.format;
}

function encode(value: unknown, check: Check, what: string): string {
  const problem = check(value);
  if (problem !== undefined) throw new Error(`cannot write this ${what}: ${problem}`);
  return JSON.stringify(value);
}

function decode(
  value: unknown,
  check: Check,
  place: string,
  newest = FORMAT,
  refuse: typeof damaged = damaged,
): unknown {
  const format = formatOf(value);
  if (typeof format === 'number' && format > newest) {
    throw new HelixError(
      'config',
      `${place}: written by a newer Helix (format ${format}; this one reads ${newest}).`,
      {
        hint: 'Update Helix on this machine.',
      },
    );
  }
  const problem = check(value);
  if (problem !== undefined) throw refuse(place, problem);
  return value;
}

function parse(content: string, place: string, refuse: typeof damaged = damaged): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw refuse(place, 'it is not JSON', error);
  }
}

function tryParse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function damaged(place: string, why: string, cause?: unknown): HelixError {
  return new HelixError('config', `${place} is damaged: ${why}.`, {
    hint: RESTORE_HINT,
    cause,
  });
}

/** The refusal of a text that a user gave. */
function notState(place: string, why: string, cause?: unknown): HelixError {
  return new HelixError('config', `${place} is not a state: ${why}.`, {
    hint: 'Nothing was changed. `helix state pull` prints a state that can be edited and pushed.',
    cause,
  });
}
