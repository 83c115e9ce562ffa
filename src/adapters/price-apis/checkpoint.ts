import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Json } from '../../values/json';
import { readOrNull, withReadErrors } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/** Pages older than this are read again: never mix prices fetched on different days. */
const LONGEST_MS = 24 * 3600 * 1000;

/** A page that was read, and the address of the next one. */
export interface ReadPage {
  readonly found: Json;
  readonly next: string | null;
}

/**
 * The pages that were read so far, one line each, so that an interrupted refresh continues. It belongs to one request
 * (`key`): another request, or another day, starts over.
 */
export class Checkpoint {
  readonly #file: string;
  readonly #key: string;
  readonly #now: Date;

  constructor(file: string, key: string, now: Date) {
    this.#file = file;
    this.#key = key;
    this.#now = now;
  }

  /** Reads the pages of this request; a torn last line is ignored. */
  async readPages(): Promise<ReadPage[]> {
    const text =
      (await withReadErrors(this.#file, readOrNull(readTextAtMost(this.#file, LARGEST.record)))) ?? '';
    const [head, ...rest] = text.split('\n').slice(0, -1).map(parsed);
    if (head?.['key'] === this.#key && this.#now.getTime() - Date.parse(String(head['at'])) < LONGEST_MS) {
      const end = rest.findIndex((line) => line === undefined);
      return (end < 0 ? rest : rest.slice(0, end)).map((line) => line as unknown as ReadPage);
    }
    await this.remove();
    await withReadErrors(this.#file, mkdir(dirname(this.#file), { recursive: true }));
    await this.#append({ key: this.#key, at: this.#now.toISOString() });
    return [];
  }

  async add(page: ReadPage): Promise<void> {
    await this.#append({ found: page.found, next: page.next });
  }

  async remove(): Promise<void> {
    await withReadErrors(this.#file, rm(this.#file, { force: true }));
  }

  async #append(line: Json): Promise<void> {
    await withReadErrors(this.#file, appendFile(this.#file, `${JSON.stringify(line)}\n`));
  }
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
