import { constants } from 'node:fs';
import { link, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { LARGEST } from '../../../values/sizes';
import { readAtMost } from '../../host/read-at-most';

/** The file system calls of the local state store: an interface, so that tests can make each of them fail or be the last. */
export interface FileSystemCalls {
  /** Creates a directory and its parents, with access for the user alone. */
  makeDirectory(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** Creates a file with access for the user alone; fails when it exists. `append`: every write goes to its end. */
  create(path: string, mode: 'write' | 'append'): Promise<OpenFile>;
  link(existing: string, path: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes the names in a directory durable. */
  syncDirectory(path: string): Promise<void>;
}

export interface OpenFile {
  /** Writes the whole content, at `position` or where the file's mode says. */
  write(content: string | Uint8Array, position?: number): Promise<void>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The calls of Node.js. */
export const nodeFileSystem: FileSystemCalls = {
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  list: (path) => readdir(path),
  read: (path) => readAtMost(path, LARGEST.record),
  create: async (path, mode) => {
    const file = await open(path, mode === 'append' ? 'ax' : 'wx', 0o600);
    return {
      write: async (content, position) => {
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;
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
