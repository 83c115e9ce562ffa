import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import type { ContainerEngine } from '../connection/container-engine';

/** The owner of a folder in a container, and whether anything is in it. */
export interface FolderOwner {
  readonly uid: number;
  readonly isEmpty: boolean;
}

/**
 * Reads the owner of a folder of a container that need not run, by the first two headers of its archive: the folder itself
 * comes first. The rest is not read.
 */
export async function readFolderOwner(
  engine: ContainerEngine,
  id: string,
  path: string,
): Promise<FolderOwner> {
  const archive = await engine.ask((docker) => docker.getContainer(id).getArchive({ path }));
  const headers: Header[] = [];
  const entries = archive.pipe(extract());
  for await (const entry of entries) {
    headers.push(entry.header);
    if (headers.length === 2) break;
    entry.resume();
  }
  if (archive instanceof Readable) archive.destroy();
  return { uid: headers[0]?.uid ?? 0, isEmpty: headers.length < 2 };
}
