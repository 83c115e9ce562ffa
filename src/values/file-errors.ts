/** The codes of failed calls on files, each with its reason, to finish a sentence. */
export const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EPERM: 'the operation is not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'something on its path is not a directory',
  ELOOP: 'its symbolic links form a loop',
  ENOENT: 'it is a broken symbolic link, or was deleted while it was read',
  ENOSPC: 'no space is left on the device',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  ENXIO: 'nobody reads from this pipe',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this host',
};

/** The codes that are never a bug: the disk, its owner or a limit of the host stands against the call. */
const NEVER_BUGS: readonly string[] = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
];

/** Returns the file and the reason of a failed call that is not a bug; null for any other error. */
export function refusedFile(error: unknown): { readonly path: string; readonly reason: string } | null {
  const { code, path } = Object(error) as { readonly code?: unknown; readonly path?: unknown };
  if (typeof code !== 'string' || typeof path !== 'string' || !NEVER_BUGS.includes(code)) return null;
  return { path, reason: FILE_ERRORS[code] ?? code };
}
