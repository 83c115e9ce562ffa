import type { ContainerCreateOptions } from 'dockerode';
import { basename, dirname } from 'node:path/posix';
import { HelixError } from '../../../errors';
import { helperOf } from '../container-spec';
import { OPERATION_LABEL, ownerLabels } from '../labels';
import { createContainer, findOurs, removeContainer, startContainer } from './containers';
import { readFolderOwner } from './folder-owner';
import type { Site } from './site';

/**
 * Gives the folder of the data to the user that the image runs as. A new volume belongs to root, unless the image has the
 * folder; data of an image that ran as root belongs to root as well. The database could not write either.
 */
export async function giveDataToUser(site: Site, id: string, spec: ContainerCreateOptions): Promise<void> {
  const folder = spec.HostConfig?.Mounts?.[0]?.Target;
  if (folder === undefined) return;
  const { Config } = await site.engine.ask((docker) => docker.getContainer(id).inspect());
  const user = numericUser(Config.User);
  if (user === null) return;
  const found = await readFolderOwner(site.engine, id, folder);
  if (found.uid === user.uid) return;
  if (found.isEmpty) {
    const archive = archiveOfFolder(basename(folder), user);
    site.assertHeld();
    await site.engine.ask((docker) => docker.getContainer(id).putArchive(archive, { path: dirname(folder) }));
    return;
  }
  site.phase(`data is owned by ${found.uid}: giving it to ${user.uid}`);
  await changeOwner(site, spec, { folder, from: found.uid, user });
}

interface OwnerChange {
  readonly folder: string;
  readonly from: number;
  readonly user: User;
}

/**
 * Changes the owner of all data in a container of the same image that does nothing else. The data itself is not copied, so
 * that an interruption loses none of it; the folder comes last, so that it is done again then.
 */
async function changeOwner(
  site: Site,
  spec: ContainerCreateOptions,
  { folder, from, user }: OwnerChange,
): Promise<void> {
  const name = helperOf(spec.name ?? '');
  const left = await findOurs(site, name);
  if (left !== null) await removeContainer(site, left.Id);
  const owner = `${user.uid}:${user.gid}`;
  const id = await createContainer(site, {
    name,
    Image: spec.Image ?? '',
    User: '0:0',
    Entrypoint: ['chown'],
    Cmd: ['-R', owner, folder],
    Labels: {
      ...ownerLabels(site.project, site.owner),
      [OPERATION_LABEL]: spec.Labels?.[OPERATION_LABEL] ?? '',
    },
    HostConfig: { NetworkMode: 'none', Mounts: spec.HostConfig?.Mounts ?? [] },
  });
  try {
    await startContainer(site, id);
    const { StatusCode } = (await site.engine.ask((docker) => docker.getContainer(id).wait())) as {
      readonly StatusCode: number;
    };
    if (StatusCode !== 0) throw new Error(`chown ended with ${StatusCode}`);
  } catch (cause) {
    if (cause instanceof HelixError && cause.kind === 'locked') throw cause;
    const place = spec.HostConfig?.Mounts?.[0]?.Source ?? folder;
    throw new HelixError(
      'failed',
      `The data in ${place} is owned by ${from}, the image runs as ${user.uid}, and its \`chown\` cannot be run.`,
      {
        hint: `Nothing was changed. Give it away once: docker run --rm -v ${place}:/data busybox chown -R ${owner} /data`,
        cause,
      },
    );
  } finally {
    await removeContainer(site, id);
  }
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
