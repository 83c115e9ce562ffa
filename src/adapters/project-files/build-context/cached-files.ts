import type { Json, JsonObject } from '../../../values/json';
import type { ContextEntry } from './context-digest';
import type { HashedContent } from './hash-file';
import type { FoundFile } from './walk-context';

/** A file of a context with its content. */
export interface HashedFile extends ContextEntry {
  readonly size: number;
  readonly script: HashedContent['script'];
}

const NUMBERS = 4;
const BYTES = 8;
const DIGITS = 64;
/** The end of a path. No path of a context contains it. */
const END = '//';

/**
 * The sizes, times and inodes of files, in the order in which they were found. One array holds them all, which costs the
 * garbage collector nothing.
 */
export class FileTimes {
  #numbers = new Float64Array(NUMBERS * 1024);
  #count = 0;

  add({ size, mtimeMs, ctimeMs, inode }: FoundFile): void {
    const at = this.#count * NUMBERS;
    if (at === this.#numbers.length) {
      const larger = new Float64Array(at * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = size;
    this.#numbers[at + 1] = mtimeMs;
    this.#numbers[at + 2] = ctimeMs;
    this.#numbers[at + 3] = inode;
    this.#count += 1;
  }

  /** Returns when a file was last changed, by its content or its status. */
  changedAt(index: number): number {
    const at = index * NUMBERS;
    return Math.max(this.#numbers[at + 1] ?? 0, this.#numbers[at + 2] ?? 0);
  }

  /** Returns the numbers of some of the files, in base64. */
  encode(indexes: readonly number[]): string {
    const numbers = new Float64Array(indexes.length * NUMBERS);
    for (const [i, index] of indexes.entries()) {
      numbers.set(this.#numbers.subarray(index * NUMBERS, (index + 1) * NUMBERS), i * NUMBERS);
    }
    return Buffer.from(numbers.buffer).toString('base64');
  }
}

/** The place of a path in the text of all paths, and its number. */
interface Place {
  readonly at: number;
  readonly index: number;
}

/**
 * Files as they were when they were read. They are kept column by column, and the paths as one text: 50,000 objects of JSON
 * take a fifth of a second to read. An unchanged directory is walked in the same order, so that the next path is at a
 * known place; an index of all paths is made only where one is not there.
 */
export class CachedFiles {
  readonly size: number;
  readonly #paths: string;
  readonly #numbers: Float64Array;
  readonly #sha256: string;
  readonly #scripts: ReadonlyMap<number, HashedContent['script']>;
  #next: Place = { at: 0, index: 0 };
  #places: Map<string, Place> | null = null;

  /** Reads what `encodeFiles` wrote; of anything else no file. */
  constructor(json: Readonly<Record<string, unknown>>) {
    const { count, paths, sha256, lf, crlf } = json;
    const numbers = Buffer.from(textOf(json['numbers']), 'base64');
    const isWhole =
      typeof count === 'number' &&
      numbers.length === count * NUMBERS * BYTES &&
      textOf(sha256).length === count * DIGITS;
    this.size = isWhole ? count : 0;
    this.#paths = isWhole ? textOf(paths) : '';
    this.#numbers = new Float64Array(isWhole ? new Uint8Array(numbers).buffer : new ArrayBuffer(0));
    this.#sha256 = isWhole ? textOf(sha256) : '';
    this.#scripts = new Map([
      ...(isListOfNumbers(lf) ? lf : []).map((i) => [i, 'lf'] as const),
      ...(isListOfNumbers(crlf) ? crlf : []).map((i) => [i, 'crlf'] as const),
    ]);
  }

  /** Whether a path is the one that is expected next. One that is not can be cached as well. */
  isNext(path: string): boolean {
    const { at } = this.#next;
    return this.#paths.startsWith(path, at) && this.#paths.startsWith(END, at + path.length);
  }

  /** Expects the first path again. */
  rewind(): void {
    this.#next = { at: 0, index: 0 };
  }

  /** Whether a file is the one that is expected next, with the size, times and inode that it had. */
  isUnchanged(found: FoundFile): boolean {
    if (!this.isNext(found.path)) return false;
    const i = this.#take(found.path);
    return i !== undefined && this.#isAsItWas(i, found);
  }

  /** Returns the content of a file whose size, times and inode are as they were; null for any other. */
  find(found: FoundFile): HashedContent | null {
    const i = this.#take(found.path);
    if (i === undefined || !this.#isAsItWas(i, found)) return null;
    return {
      sha256: this.#sha256.slice(i * DIGITS, (i + 1) * DIGITS),
      script: this.#scripts.get(i) ?? 'no',
    };
  }

  #isAsItWas(index: number, { size, mtimeMs, ctimeMs, inode }: FoundFile): boolean {
    const numbers = this.#numbers;
    const at = index * NUMBERS;
    if (numbers[at] !== size || numbers[at + 1] !== mtimeMs) return false;
    return numbers[at + 2] === ctimeMs && numbers[at + 3] === inode;
  }

  /** Returns the number of a path, and expects the one after it next. */
  #take(path: string): number | undefined {
    const place = this.isNext(path) ? this.#next : this.#placeOf(path);
    if (place === undefined) return undefined;
    this.#next = { at: place.at + path.length + END.length, index: place.index + 1 };
    return place.index;
  }

  #placeOf(path: string): Place | undefined {
    if (this.#places === null) {
      this.#places = new Map();
      let at = 0;
      for (const [index, known] of this.#paths.split(END).slice(0, this.size).entries()) {
        this.#places.set(known, { at, index });
        at += known.length + END.length;
      }
    }
    return this.#places.get(path);
  }
}

/** Returns the files of some indexes as JSON for `CachedFiles`. */
export function encodeFiles(
  files: readonly (HashedFile | null)[],
  times: FileTimes,
  isKept: (index: number) => boolean,
): JsonObject {
  const kept = files.flatMap((file, index) => (file !== null && isKept(index) ? [{ file, index }] : []));
  return {
    count: kept.length,
    paths: kept.map(({ file }) => file.path + END).join(''),
    numbers: times.encode(kept.map(({ index }) => index)),
    sha256: kept.map(({ file }) => file.content).join(''),
    lf: indexesOf(kept, 'lf'),
    crlf: indexesOf(kept, 'crlf'),
  };
}

function indexesOf(kept: readonly { readonly file: HashedFile }[], script: HashedContent['script']): Json {
  return kept.flatMap(({ file }, i) => (file.script === script ? [i] : []));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isListOfNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
