import { open, readFile, rm } from 'node:fs/promises';
import { errnoOf } from '../../host/errno';
import type { Host } from '../../host/host';
import { readOrNull } from '../../host/read-errors';

/** Takes a lock file; returns null while a living process of this host holds it. That of a dead one is taken over. */
export async function takeLock(
  path: string,
  { pid, processExists }: Pick<Host, 'pid' | 'processExists'>,
): Promise<(() => Promise<void>) | null> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(`${pid}`);
    } finally {
      await file.close();
    }
    return () => rm(path, { force: true });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
  const holder = await readOrNull(readFile(path, 'utf8'));
  // An empty file is one whose holder is about to write its id.
  if (holder !== null && holder !== '' && !processExists(Number(holder))) await rm(path, { force: true });
  return null;
}
