import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { HelixError } from '../../../errors';
import type { KeyFile } from '../../../ports/credentials';
import { readOrNull, withReadErrors } from '../../host/read-errors';

/**
 * Opens a file beside the place of the key, so that a place that cannot be written is known before a key exists.
 * @throws HelixError `config`
 */
export async function openKeyFile(path: string): Promise<KeyFile> {
  const known = await withReadErrors(path, readOrNull(stat(path)));
  if (known !== null && !known.isFile()) {
    throw new HelixError('config', `--out: ${path} is not a file.`, { hint: 'Name a file for the key.' });
  }
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await withReadErrors(path, open(temporary, 'wx', 0o600));
  const discard = async () => {
    await handle.close();
    await rm(temporary, { force: true });
  };
  const write = async (key: string) => {
    await handle.chmod(0o600);
    await handle.writeFile(`${key}\n`);
    await handle.sync();
    await rename(temporary, path);
    await handle.close();
  };
  return { discard, write: (key) => withReadErrors(path, write(key)) };
}
