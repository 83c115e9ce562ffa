import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from '../../values/json';

/** A line is valid only at the byte where its writer meant to put it: `at`. */
interface Line {
  readonly at: number;
  readonly entry?: Json;
  /** The log continues in this file, which then replaces this one. */
  readonly movedTo?: string;
}

/**
 * An append-only log of JSON lines that several processes may write at once, without locks, and that stays valid after a
 * kill at any moment. Each line carries the offset that it was written for. Appends are atomic (O_APPEND), so of two
 * processes that write for the same offset one lands elsewhere, and every reader ignores it, its writer included: that one
 * reads the other's entry and decides again. A torn last line is not a line; the next writer starts a new one after it.
 */
export class LogFile<Entry extends Json> {
  readonly #path: string;
  readonly #onEntry: (entry: Entry) => void;
  readonly #onRestart: () => void;
  #descriptor: number;
  /** Everything before this byte has been read. */
  #offset = 0;
  #tail = Buffer.alloc(0);

  /** `onRestart` is called when another process compacted the log: the entries read so far come again. */
  constructor(path: string, onEntry: (entry: Entry) => void, onRestart: () => void) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    this.#onEntry = onEntry;
    this.#onRestart = onRestart;
    this.#descriptor = openSync(path, 'a+', 0o600);
    this.refresh();
  }

  /** The bytes read so far. */
  get size(): number {
    return this.#offset;
  }

  /** Reads the entries that any process appended since. */
  refresh(): void {
    const size = fstatSync(this.#descriptor).size;
    const begin = this.#offset + this.#tail.length;
    if (size <= begin) return;
    const added = Buffer.alloc(size - begin);
    const length = readSync(this.#descriptor, added, 0, added.length, begin);
    const text = Buffer.concat([this.#tail, added.subarray(0, length)]);
    let start = 0;
    for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, start)) {
      const line = parsed(text.toString('utf8', start, end), this.#offset + start);
      start = end + 1;
      if (line?.movedTo !== undefined) {
        this.#follow(line.movedTo);
        return;
      }
      if (line?.entry !== undefined) this.#onEntry(line.entry as Entry);
    }
    this.#offset += start;
    this.#tail = text.subarray(start);
  }

  /** Writes one entry. False when another process was first: its entry has been read, so decide again. */
  append(entry: Entry): boolean {
    return this.#write((at) => ({ at, entry }));
  }

  /** Replaces the log by `entries`, which stand for all of it. False when another process wrote meanwhile. */
  compact(entries: Iterable<Entry>, name: string): boolean {
    const lines: string[] = [];
    let at = 0;
    for (const entry of entries) {
      const line = `${JSON.stringify({ at, entry })}\n`;
      lines.push(line);
      at += Buffer.byteLength(line);
    }
    const next = `${this.#path}.${name}`;
    writeFileSync(next, lines.join(''), { mode: 0o600 });
    const won = this.#write((offset) => ({ at: offset, movedTo: next }));
    if (!won) rmSync(next);
    return won;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(line: (at: number) => Line): boolean {
    if (this.#tail.length > 0) {
      // A writer was killed in the middle of a line, which may still be complete: end it and read it first.
      writeSync(this.#descriptor, '\n');
      this.refresh();
      return false;
    }
    const at = this.#offset;
    const text = Buffer.from(`${JSON.stringify(line(at))}\n`);
    writeSync(this.#descriptor, text);
    const landed = Buffer.alloc(text.length);
    readSync(this.#descriptor, landed, 0, text.length, at);
    this.refresh();
    return landed.equals(text);
  }

  #follow(next: string): void {
    if (fstatSync(this.#descriptor).ino === tryInode(this.#path)) {
      try {
        renameSync(next, this.#path);
      } catch {
        // Another process that read the same line has renamed it already.
      }
    }
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.#path, 'a+', 0o600);
    this.#offset = 0;
    this.#tail = Buffer.alloc(0);
    this.#onRestart();
    this.refresh();
  }
}

function parsed(text: string, at: number): Line | undefined {
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    return line?.at === at ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}

function tryInode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
