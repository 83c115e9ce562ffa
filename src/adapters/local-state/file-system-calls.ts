import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';

/** The file system calls that the local state store makes, so that a test can let each of them fail or be the last. */
export interface FileSystemCalls {
  /** Makes a directory and its parents, for the user alone. */
  makeDirectory(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  readText(path: string): Promise<string>;
  /** Makes a file for the user alone; fails when it exists. `append`: every write goes to its end. */
  create(path: string, mode: 'write' | 'append'): Promise<OpenFile>;
  link(existing: string, path: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes the names in a directory durable. */
  syncDirectory(path: string): Promise<void>;
}

export interface OpenFile {
  /** Writes all of a text, at `position` or where the file's mode says. */
  write(text: string, position?: number): Promise<void>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The real calls. */
export const nodeFileSystem: FileSystemCalls = {
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  list: (path) => readdir(path),
  readText: (path) => readFile(path, 'utf8'),
  create: async (path, mode) => {
    const file = await open(path, mode === 'append' ? 'ax' : 'wx', 0o600);
    return {
      write: async (text, position) => {
        const bytes = Buffer.from(text);
        for (let done = 0; done < bytes.length;) {
          const at = position === undefined ? null : position + done;
          done += (await file.write(bytes, done, bytes.length - done, at)).bytesWritten;
        }
      },
      sync: () => file.sync(),
      truncate: (length) => file.truncate(length),
      close: () => file.close(),
    };
  },
  link,
  unlink,
  syncDirectory: async (path) => {
    const directory = await open(path, constants.O_RDONLY);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};
