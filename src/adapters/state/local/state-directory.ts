import { dirname, join, relative } from 'node:path';
import type { Random } from '../../../ports/random';
import { decodeLines } from '../../../state/stored/codec';
import type { StateCodec } from '../../../state/stored/codec';
import { decodeJournal, decodeSnapshot, encodeSnapshot } from '../../../state/stored/format';
import type { Journal, Snapshot } from '../../../state/stored/snapshot';
import type { StoredSnapshot } from '../../../state/stored/state-chain';
import type { StoredState } from '../../../state/stored/stored-states';
import { errnoOf } from '../../host/errno';
import type { FileSystemCalls, OpenFile } from './file-system-calls';

/** The numbers in the names of the files of a state directory, each list in ascending order. */
export interface Listing {
  readonly locks: readonly number[];
  readonly journals: readonly number[];
  readonly states: readonly number[];
  readonly temporaries: readonly { readonly token: number; readonly name: string }[];
}

/** The directory of one workspace's state: the names of its files, and how they are created and deleted. */
export class StateDirectory {
  readonly path: string;
  readonly fs: FileSystemCalls;
  readonly codec: StateCodec;
  readonly #random: Random;

  constructor(path: string, fs: FileSystemCalls, codec: StateCodec, random: Random) {
    this.path = path;
    this.fs = fs;
    this.codec = codec;
    this.#random = random;
  }

  /** Lists the files; empty without a directory. */
  async list(): Promise<Listing> {
    const names = await readOr([], this.fs.list(this.path));
    const numbers = (pattern: RegExp): number[] =>
      names
        .flatMap((name) => Number(pattern.exec(name)?.[1] ?? []))
        .filter((n) => n > 0)
        .sort((a, b) => a - b);
    return {
      locks: numbers(/^lock\.(\d+)$/),
      journals: numbers(/^journal\.(\d+)\.jsonl$/),
      states: numbers(/^state\.(\d+)\.json$/),
      temporaries: names.flatMap((name) => {
        const token = /^tmp\.(\d+)\./.exec(name)?.[1];
        return token === undefined ? [] : [{ token: Number(token), name }];
      }),
    };
  }

  /** Whether no lease was taken after the one of `token`, and its lock was not deleted. */
  async isNewest(token: number): Promise<boolean> {
    return (await this.list()).locks.at(-1) === token;
  }

  /** Returns undefined when the file is gone. */
  async readLock(token: number): Promise<string | undefined> {
    const content = await readOr(undefined, this.fs.read(join(this.path, `lock.${token}`)));
    return content && textOf(content);
  }

  /** Reads the state file `name`. Returns undefined when it is gone. */
  async readSnapshot(name: string): Promise<StoredSnapshot | undefined> {
    const file = join(this.path, name);
    const content = await readOr(undefined, this.fs.read(file));
    if (content === undefined) return undefined;
    const text = this.codec.decode(content, file);
    const isOwn = this.codec.isOwn(content);
    return { name, snapshot: decodeSnapshot(text, file), bytes: text.length, isOwn };
  }

  /** Returns undefined when the file is gone. */
  async readJournal(token: number): Promise<Journal | undefined> {
    const file = join(this.path, `journal.${token}.jsonl`);
    const content = await readOr(undefined, this.fs.read(file));
    if (content === undefined) return undefined;
    return { token, entries: decodeJournal(decodeLines(this.codec, textOf(content), file), file) };
  }

  /** Creates the empty journal of a lease. Rejects with EEXIST when that token was used before. */
  createJournal(token: number): Promise<OpenFile> {
    return this.fs.create(join(this.path, `journal.${token}.jsonl`), 'append');
  }

  /**
   * Puts a lock or state in its place, atomically with its whole content. Returns the open file, or undefined when the
   * name was taken. The name is durable only after `sync`.
   */
  async publish(name: string, content: string | Uint8Array, token: number): Promise<OpenFile | undefined> {
    const temporary = join(this.path, `tmp.${token}.${this.#random.uuid()}`);
    const file = await this.fs.create(temporary, 'write');
    try {
      await file.write(content);
      await file.sync();
      await this.fs.link(temporary, join(this.path, name));
    } catch (error) {
      await file.close();
      // ENOENT: a later lease has deleted the temporary file.
      if (errnoOf(error) === 'EEXIST' || errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    } finally {
      await this.#remove(temporary);
    }
    return file;
  }

  /** Publishes a snapshot. Returns the length of its text, or undefined when another process wrote this serial. */
  async publishSnapshot(name: string, snapshot: Snapshot, token: number): Promise<number | undefined> {
    const text = encodeSnapshot(snapshot);
    const file = await this.publish(name, this.codec.encode(text), token);
    await file?.close();
    return file && text.length;
  }

  sync(): Promise<void> {
    return this.fs.syncDirectory(this.path);
  }

  /** Creates the directory below `helixDirectory`, and a .gitignore there so that no state is committed to git. */
  async make(helixDirectory: string): Promise<void> {
    await this.fs.makeDirectory(this.path);
    if (!(await this.fs.list(helixDirectory)).includes('.gitignore')) {
      // Atomically: a crash must not leave an empty file, which nothing would repair.
      const name = relative(this.path, join(helixDirectory, '.gitignore'));
      await (await this.publish(name, '*\n', 0))?.close();
    }
    const above = dirname(helixDirectory);
    for (let path = dirname(this.path); path.startsWith(above); path = dirname(path)) {
      await this.fs.syncDirectory(path);
      if (path === above) break;
    }
  }

  /** Deletes the files that no longer count once the lease of `token` is sealed. A file that remains does no harm. */
  async clean(token: number, states: readonly StoredState[]): Promise<void> {
    const { locks, journals, temporaries } = await this.list();
    const isOld = (other: number): boolean => other < token;
    for (const old of locks.filter(isOld)) await this.#remove(join(this.path, `lock.${old}`));
    for (const old of journals.filter(isOld)) await this.removeJournal(old);
    for (const { token: old, name } of temporaries) if (isOld(old)) await this.#remove(join(this.path, name));
    await this.cleanStates(states);
  }

  /** Deletes all states before the first of these, the newest, except these. */
  async cleanStates(kept: readonly StoredState[]): Promise<void> {
    const names = new Set(kept.map(({ name }) => name));
    for (const serial of (await this.list()).states) {
      const name = stateFile(serial);
      if (serial < (kept[0]?.serial ?? 0) && !names.has(name)) await this.#remove(join(this.path, name));
    }
  }

  removeJournal(token: number): Promise<void> {
    return this.#remove(join(this.path, `journal.${token}.jsonl`));
  }

  async #remove(path: string): Promise<void> {
    try {
      await this.fs.unlink(path);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
    }
  }
}

/** Returns the name of the file that holds a state. */
export function stateFile(serial: number): string {
  return `state.${serial}.json`;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

async function readOr<Absent, Value>(fallback: Absent, found: Promise<Value>): Promise<Absent | Value> {
  try {
    return await found;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return fallback;
    throw error;
  }
}
