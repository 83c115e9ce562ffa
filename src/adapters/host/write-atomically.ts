import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Random } from '../../ports/random';
import { readOrNull } from './read-errors';

/**
 * Replaces a file's text atomically: readers always see the whole old or the whole new text. Keeps its mode and a symbolic
 * link to it, and creates missing directories.
 */
export async function writeAtomically(
  path: string,
  text: string,
  random: Random,
  newMode = 0o666,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const target = (await readOrNull(realpath(path))) ?? path;
  const mode = (await readOrNull(stat(target)))?.mode;
  const temporary = join(dirname(target), `.${basename(target)}.${random.uuid()}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode ?? newMode);
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
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
