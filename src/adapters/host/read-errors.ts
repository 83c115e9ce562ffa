import { HelixError } from '../../errors';
import { errnoOf } from './errno';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EPERM: 'the operation is not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'something on its path is not a directory',
  ELOOP: 'its symbolic links form a loop',
  ENOENT: 'it is a symbolic link to nothing, or vanished while it was read',
  ENOSPC: 'no space is left on the device',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
};

/** Waits for file system calls; what fails is the user's to mend and becomes a HelixError `config` that names the path. */
export async function readable<Value>(path: string, calls: Promise<Value>): Promise<Value> {
  try {
    return await calls;
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    const reason = REASONS[code] ?? `the system says ${code}`;
    throw new HelixError('config', `Cannot use ${path}: ${reason}.`, { cause: error });
  }
}

/** null where there is no such file. */
export async function absentAsNull<Value>(call: Promise<Value>): Promise<Value | null> {
  try {
    return await call;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The text without its byte order mark. Throws HelixError `config` for invalid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new HelixError('config', `${path} is not UTF-8 text.`, {
      hint: 'Save it with the encoding UTF-8.',
      cause: error,
    });
  }
}
