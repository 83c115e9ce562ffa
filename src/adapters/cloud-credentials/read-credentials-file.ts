import { HelixError } from '../../errors';
import { errnoOf } from '../host/errno';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/**
 * Reads a file with the credentials of `account`.
 * @throws HelixError `auth` when it cannot be read, `config` when it is too large
 */
export async function readCredentialsFile(file: string, account: string): Promise<string> {
  try {
    return await readTextAtMost(file, LARGEST.credentials);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === undefined) throw cause;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new HelixError(
      'auth',
      `The credentials of \`[providers.${account}]\` should be in ${file}, which ${why}.`,
      {
        hint: 'Correct `path` in cloud.toml, or put the file there.',
        cause,
      },
    );
  }
}
