import type { ContainerCreateOptions } from 'dockerode';
import { basename, dirname } from 'node:path/posix';
import type { Site } from './site';

/**
 * Gives the folder of the data to the user that the image runs as. A new volume belongs to root, unless the image has the
 * folder: a database that runs as another user could not write its first file. Sets the owner of the folder alone.
 */
export async function giveDataToUser(site: Site, id: string, spec: ContainerCreateOptions): Promise<void> {
  const folder = spec.HostConfig?.Mounts?.[0]?.Target;
  if (folder === undefined) return;
  const { Config } = await site.engine.ask((docker) => docker.getContainer(id).inspect());
  const owner = numericUser(Config.User);
  if (owner === null) return;
  const archive = archiveOfFolder(basename(folder), owner);
  site.assertHeld();
  await site.engine.ask((docker) => docker.getContainer(id).putArchive(archive, { path: dirname(folder) }));
}

/** Returns a user that is not root by number; null for root, and for a name, which only the image can resolve. */
function numericUser(user: string): User | null {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(user) ?? [];
  if (uid === undefined || Number(uid) === 0 || Number(uid) > MOST) return null;
  // Without a group Docker takes that of the user in the image, and root's where it does not know the user.
  return { uid: Number(uid), gid: Number(gid ?? uid) };
}

/** The largest number that the header of an archive can hold. */
const MOST = 0o7777777;

interface User {
  readonly uid: number;
  readonly gid: number;
}

const BLOCK = 512;

/** Returns a tar archive of one empty folder: a header, and the two empty blocks of its end. */
function archiveOfFolder(name: string, { uid, gid }: User): Buffer {
  const archive = Buffer.alloc(3 * BLOCK);
  const octal = (value: number, at: number, digits: number): number =>
    archive.write(value.toString(8).padStart(digits, '0'), at);
  archive.write(`${name}/`, 0);
  octal(0o755, 100, 7);
  octal(uid, 108, 7);
  octal(gid, 116, 7);
  octal(0, 124, 11);
  octal(0, 136, 11);
  archive.write(' '.repeat(8), 148);
  archive.write('5', 156);
  archive.write('ustar\0' + '00', 257);
  octal(
    archive.subarray(0, BLOCK).reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  archive.write('\0 ', 154);
  return archive;
}
