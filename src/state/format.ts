import { HelixError } from '../errors';
import type { Check } from './shape';
import type { Snapshot } from './snapshot';
import type { JournalEntry, State } from './state';
import { deltaShape, entryShape, journalLineShape, stateShape, wholeShape } from './state-shape';

const FORMAT = 1;
/** Of a snapshot that is a delta. */
const DELTA_FORMAT = 2;

/** The text of a snapshot: one line of JSON. Throws an Error for a state that could not be read back. */
export function encodeSnapshot(snapshot: Snapshot): string {
  return `${encode(snapshot, shapeOf(snapshot), 'state')}\n`;
}

/**
 * Reads a snapshot back. `file` names it in errors.
 * @throws HelixError `config` when it is damaged, or written by a newer Helix.
 */
export function decodeSnapshot(content: string, file: string): Snapshot {
  const value = parse(content, file);
  return decode(value, shapeOf(value), file, DELTA_FORMAT) as Snapshot;
}

/**
 * Reads a state that somebody gives as JSON (`helix state push`). `file` names it in errors.
 * @throws HelixError `config` when it is none, or one of a newer Helix
 */
export function decodeState(content: string, file: string): State {
  return decode(parse(content, file), stateShape, file) as State;
}

/** The text of one entry, for `journalLine`. Throws an Error for one that could not be read back. */
export function encodeEntry(entry: JournalEntry): string {
  return encode(entry, entryShape, 'journal entry');
}

/** One line of a journal, with its line end: encoded entries that become durable together, or not at all. */
export function journalLine(entries: readonly string[]): string {
  return `{"format":${FORMAT},"entries":[${entries.join(',')}]}\n`;
}

/**
 * Reads a journal back. A last line that was torn by a crash was never acknowledged, and is left out.
 * @throws HelixError `config` naming file and line for anything else that is not right.
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
    const decoded = decode(parsed, journalLineShape, place) as { entries: JournalEntry[] };
    for (const entry of decoded.entries) entries.push(entry);
  }
  return entries;
}

function shapeOf(value: unknown): Check {
  return formatOf(value) === DELTA_FORMAT ? deltaShape : wholeShape;
}

function formatOf(value: unknown): unknown {
  return (value as { format?: unknown } | null)?.format;
}

function encode(value: unknown, shape: Check, what: string): string {
  const complaint = shape(value);
  if (complaint !== undefined) {
    throw new Error(`cannot write this ${what}: ${complaint.path} must be ${complaint.expected}`);
  }
  return JSON.stringify(value);
}

function decode(value: unknown, shape: Check, place: string, newest = FORMAT): unknown {
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
  const complaint = shape(value);
  if (complaint !== undefined) {
    throw damaged(place, `${complaint.path === '' ? 'it' : complaint.path} must be ${complaint.expected}`);
  }
  return value;
}

function parse(content: string, place: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw damaged(place, 'it is not JSON', error);
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
    hint: 'Nothing was changed. Restore it from a copy; where states are kept by serial, the one before is the last good one.',
    cause,
  });
}
