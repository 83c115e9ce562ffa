import { basename, dirname } from 'node:path';
import type { FileSystemCalls, OpenFile } from '../../src/adapters/state/local/file-system-calls';

/** The file system calls of the local state store on files in memory. */
export class MemoryFiles implements FileSystemCalls {
  /** By path; a link is the same content under another name. */
  readonly contents = new Map<string, { bytes: Buffer }>();

  readonly #directories = new Set<string>();

  makeDirectory(path: string): Promise<void> {
    this.#directories.add(path);
    return Promise.resolve();
  }

  list(path: string): Promise<string[]> {
    const names = [...this.contents.keys()]
      .filter((file) => dirname(file) === path)
      .map((file) => basename(file));
    const exists = [...this.#directories].some((made) => `${made}/`.startsWith(`${path}/`));
    return exists ? Promise.resolve(names) : Promise.reject(failed('ENOENT'));
  }

  read(path: string): Promise<Uint8Array> {
    const file = this.contents.get(path);
    return file === undefined ? Promise.reject(failed('ENOENT')) : Promise.resolve(Buffer.from(file.bytes));
  }

  create(path: string): Promise<OpenFile> {
    if (this.contents.has(path)) return Promise.reject(failed('EEXIST'));
    const file = { bytes: Buffer.alloc(0) };
    this.contents.set(path, file);
    return Promise.resolve({
      write: (content, position = file.bytes.length) => {
        const bytes = Buffer.from(content as string);
        const after = file.bytes.subarray(position + bytes.length);
        file.bytes = Buffer.concat([file.bytes.subarray(0, position), bytes, after]);
        return Promise.resolve();
      },
      sync: () => Promise.resolve(),
      truncate: (length) => {
        file.bytes = file.bytes.subarray(0, length);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  }

  link(existing: string, path: string): Promise<void> {
    const file = this.contents.get(existing);
    if (file === undefined) return Promise.reject(failed('ENOENT'));
    if (this.contents.has(path)) return Promise.reject(failed('EEXIST'));
    this.contents.set(path, file);
    return Promise.resolve();
  }

  unlink(path: string): Promise<void> {
    return this.contents.delete(path) ? Promise.resolve() : Promise.reject(failed('ENOENT'));
  }

  syncDirectory(): Promise<void> {
    return Promise.resolve();
  }
}

function failed(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'memory' });
}
