import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HelixError } from '../../errors';
import { FILE_ERRORS } from '../../values/file-errors';
import { errnoOf } from './errno';

/** Waits for file system calls. A failed one becomes a HelixError `config` with the path: the user can repair it. */
export async function withReadErrors<Value>(path: string, calls: Promise<Value>): Promise<Value> {
  try {
    return await calls;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw new HelixError('config', `Cannot use ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Returns the reason why a file system call failed, to finish a sentence; a missing file may be a broken link. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error) ?? 'no reason';
  return FILE_ERRORS[code] ?? `the system reports ${code}`;
}

/**
 * Whether a failed read of a file in the user's home means that there is no such file. A home that belongs to another
 * user, as in a container that runs with a foreign user id, holds nothing for this one.
 */
export async function isAbsent(path: string, error: unknown): Promise<boolean> {
  const code = errnoOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return true;
  if (code !== 'EACCES') return false;
  return access(dirname(path), constants.X_OK).then(
    () => false,
    () => true,
  );
}

/** Waits for a file system call; returns null when the file does not exist. */
export async function readOrNull<Value>(call: Promise<Value>): Promise<Value | null> {
  try {
    return await call;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Returns the text without its byte order mark. Throws HelixError `config` for invalid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new HelixError('config', `${path} is not UTF-8 text.`, {
      hint: 'Save it in UTF-8.',
      cause: error,
    });
  }
}
