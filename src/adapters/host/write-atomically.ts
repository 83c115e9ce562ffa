import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Random } from '../../ports/random';
import { absentAsNull } from './read-errors';

/**
 * Replaces a file's text: readers see the old or the new one, whole, whatever happens. Its mode and a symbolic link
 * to it stay; missing directories are made.
 */
export async function writeAtomically(path: string, text: string, random: Random): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const target = (await absentAsNull(realpath(path))) ?? path;
  const mode = (await absentAsNull(stat(target)))?.mode;
  const temporary = join(dirname(target), `.${basename(target)}.${random.uuid()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      if (mode !== undefined) await file.chmod(mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const directory = await open(dirname(target), 'r');
  await directory.sync().finally(() => directory.close());
}
