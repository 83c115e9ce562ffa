import { readFileSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../../ports/random';
import type { ContextNote } from '../../../resources/dockerfile/context-warnings';
import { digestOf } from '../../../values/digest';
import type { Json, JsonObject } from '../../../values/json';
import { readOrNull } from '../../host/read-errors';
import { writeAtomically } from '../../host/write-atomically';
import { CachedFiles, encodeFiles } from './cached-files';
import type { FileTimes, HashedFile } from './cached-files';

const FILE = 'context-cache.json';
const VERSION = 3;
/** The most contexts that are kept: those that changed last. */
const MOST = 16;
/** The time in which a file system can give two writes the same times: 2 s on FAT. */
const GRANULARITY_MS = 2000;

/** A context as it was when all of its files were read. */
export interface ContextSummary {
  /** The digest of what it has beside its files. */
  readonly parts: string;
  readonly digest: string;
  readonly fileCount: number;
  readonly bytes: number;
  readonly notes: readonly ContextNote[];
}

/** The context that a cache is of: its place, and the rules that choose its files. */
export interface CacheKey {
  readonly root: string;
  readonly place: string;
  readonly rules: Json;
}

/**
 * The digests of the files of a context that were read before, in `.helix/context-cache.json`. A file counts as unchanged
 * where its size, its times and its inode are. Without a usable cache everything is read.
 */
export class ContextCache {
  readonly #folder: string;
  readonly #place: string;
  readonly #rules: string;
  readonly #contexts: ReadonlyMap<string, unknown>;
  /** The files that were in the context under the same rules. */
  readonly files: CachedFiles;
  /** The context of exactly these files; null where some were too new to be kept. */
  readonly summary: ContextSummary | null;

  private constructor({ root, place, rules }: CacheKey, contexts: ReadonlyMap<string, unknown>) {
    this.#folder = join(root, '.helix');
    this.#place = place;
    this.#rules = digestOf(rules);
    this.#contexts = contexts;
    const { rules: rulesThen, summary, ...files } = membersOf(contexts.get(place));
    this.files = new CachedFiles(rulesThen === this.#rules ? files : {});
    this.summary = this.files.size === 0 ? null : openSummary(summary);
  }

  /** Opens the cache of a context; an empty one where there is none, or a broken one. */
  static open(key: CacheKey): ContextCache {
    return new ContextCache(key, readContexts(join(key.root, '.helix', FILE)));
  }

  /**
   * Prepares to replace the cache; call it before the first file is read. `save` keeps the files that are old enough for a
   * later change to show in their times. A cache that cannot be written is not: nothing depends on it.
   */
  async begin(random: Random): Promise<{
    save: (files: readonly (HashedFile | null)[], times: FileTimes, summary: ContextSummary) => Promise<void>;
  }> {
    const now = await this.#readFileSystemTime(random).catch(() => null);
    return {
      save: async (files, times, summary) => {
        if (now === null) return;
        const isOld = (index: number): boolean => times.changedAt(index) < now - GRANULARITY_MS;
        const isWhole = files.every((file, index) => file !== null && isOld(index));
        const encoded = encodeFiles(files, times, isOld);
        const text = this.#encode(isWhole ? { ...encoded, summary: sealSummary(summary) } : encoded);
        await writeAtomically(join(this.#folder, FILE), text, random).catch(() => {});
      },
    };
  }

  /** Reads the clock that gives files their times: that of another host may differ from ours. */
  async #readFileSystemTime(random: Random): Promise<number> {
    const ignore = join(this.#folder, '.gitignore');
    if ((await readOrNull(stat(ignore))) === null) await writeAtomically(ignore, '*\n', random);
    const probe = join(this.#folder, `.${FILE}.${random.uuid()}.tmp`);
    try {
      await writeFile(probe, '', { flag: 'wx' });
      return (await stat(probe)).mtimeMs;
    } finally {
      await rm(probe, { force: true });
    }
  }

  #encode(files: JsonObject): string {
    const others = [...this.#contexts].filter(([place]) => place !== this.#place).slice(1 - MOST);
    const own: Json = { rules: this.#rules, ...files };
    return JSON.stringify({ version: VERSION, contexts: [...others, [this.#place, own]] });
  }
}

/** A summary is taken as it is, so a digest of its own shows that nobody has edited it. */
function sealSummary(summary: ContextSummary): JsonObject {
  const text = JSON.stringify(summary);
  return { text, seal: digestOf(text) };
}

function openSummary(sealed: unknown): ContextSummary | null {
  const { text, seal } = membersOf(sealed);
  return typeof text === 'string' && digestOf(text) === seal ? (JSON.parse(text) as ContextSummary) : null;
}

/** Reads at once: the pieces of an asynchronous read take as long as all of this. */
function readContexts(path: string): ReadonlyMap<string, unknown> {
  try {
    const { version, contexts } = membersOf(JSON.parse(readFileSync(path, 'utf8')));
    if (version !== VERSION || !Array.isArray(contexts)) return new Map();
    return new Map(contexts as readonly (readonly [string, unknown])[]);
  } catch {
    return new Map();
  }
}

function membersOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
