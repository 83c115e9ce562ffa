import type { Json, JsonObject } from '../../../values/json';
import type { HashedContent } from './hash-file';
import type { FoundFile } from './walk-context';

/** A file of a context with its content. */
export interface HashedFile extends HashedContent {
  readonly found: FoundFile;
}

const NUMBERS = 4;
const BYTES = { number: 8, sha256: 32 };

/**
 * Files as they were when they were read. They are kept column by column: 50,000 objects of JSON take a fifth of a second
 * to read, columns a tenth of that.
 */
export class CachedFiles {
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #numbers: Float64Array;
  readonly #sha256: string;
  readonly #scripts: ReadonlyMap<number, HashedContent['script']>;

  /** Reads what `encodeFiles` wrote; of anything else no file. */
  constructor(json: Readonly<Record<string, unknown>>) {
    const { paths, lf, crlf } = json;
    const numbers = bytesOf(json['numbers']);
    const sha256 = bytesOf(json['sha256']);
    const isWhole =
      isListOf(paths, 'string') &&
      numbers.length === paths.length * NUMBERS * BYTES.number &&
      sha256.length === paths.length * BYTES.sha256;
    this.#indexes = new Map(isWhole ? paths.map((path, i) => [path, i]) : []);
    this.#numbers = new Float64Array(isWhole ? new Uint8Array(numbers).buffer : new ArrayBuffer(0));
    this.#sha256 = sha256.toString('hex');
    this.#scripts = new Map([
      ...(isListOf(lf, 'number') ? lf : []).map((i) => [i, 'lf'] as const),
      ...(isListOf(crlf, 'number') ? crlf : []).map((i) => [i, 'crlf'] as const),
    ]);
  }

  get size(): number {
    return this.#indexes.size;
  }

  has(path: string): boolean {
    return this.#indexes.has(path);
  }

  /** Returns the content of a file whose size, times and inode are as they were; null for any other. */
  find({ path, size, mtimeMs, ctimeMs, inode }: FoundFile): HashedContent | null {
    const i = this.#indexes.get(path);
    if (i === undefined) return null;
    const numbers = this.#numbers;
    const at = i * NUMBERS;
    if (numbers[at] !== size || numbers[at + 1] !== mtimeMs) return null;
    if (numbers[at + 2] !== ctimeMs || numbers[at + 3] !== inode) return null;
    const digits = BYTES.sha256 * 2;
    return {
      sha256: this.#sha256.slice(i * digits, (i + 1) * digits),
      script: this.#scripts.get(i) ?? 'no',
    };
  }
}

/** Returns files as JSON for `CachedFiles`. */
export function encodeFiles(files: readonly HashedFile[]): JsonObject {
  const numbers = new Float64Array(files.length * NUMBERS);
  for (const [i, { found }] of files.entries()) {
    numbers.set([found.size, found.mtimeMs, found.ctimeMs, found.inode], i * NUMBERS);
  }
  return {
    paths: files.map(({ found }) => found.path),
    numbers: Buffer.from(numbers.buffer).toString('base64'),
    sha256: Buffer.from(files.map(({ sha256 }) => sha256).join(''), 'hex').toString('base64'),
    lf: indexesOf(files, 'lf'),
    crlf: indexesOf(files, 'crlf'),
  };
}

function indexesOf(files: readonly HashedFile[], script: HashedContent['script']): Json {
  return files.flatMap((file, i) => (file.script === script ? [i] : []));
}

function bytesOf(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

function isListOf(value: unknown, type: 'string'): value is readonly string[];
function isListOf(value: unknown, type: 'number'): value is readonly number[];
function isListOf(value: unknown, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}
