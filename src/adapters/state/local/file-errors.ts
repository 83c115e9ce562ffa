import { HelixError } from '../../../errors';
import { errnoOf } from '../../host/errno';

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['no space is left on the device', 'Free some space and run the command again.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and run the command again.'],
  EROFS: ['the file system is read-only', 'Run Helix where it can write its .helix directory.'],
  EACCES: ['access is denied', 'Check who owns the directory and its files: only that user can use them.'],
  EPERM: [
    'the operation is not permitted',
    'Check the owner of the directory, and that its file system has hard links.',
  ],
  ENOTSUP: ['the file system has no hard links', 'Move the project to a file system that has them.'],
  ENOTDIR: ['something on its path is not a directory', 'Move that file out of the way.'],
  EIO: ['the disk reports an error', 'Check the disk.'],
  EMFILE: ['too many files are open', 'Raise the limit of open files (`ulimit -n`).'],
};

/** Returns the error to show for a failed call on the state directory: a HelixError, or the same error when it is a bug. */
export function explainedError(error: unknown, directory: string): unknown {
  const code = errnoOf(error);
  if (code === undefined) return error;
  const [reason, hint] = REASONS[code] ?? [`the system reports ${code}`, 'Check the directory.'];
  return new HelixError('unreachable', `Cannot use the state in ${directory}: ${reason}.`, {
    hint: `${hint} The last state that was written there is intact.`,
    cause: error,
  });
}
