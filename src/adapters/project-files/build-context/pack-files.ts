import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { PackedContext, PackedFolder } from '../../../ports/project-files';
import { inOrder } from './context-digest';
import { hashBytes, hashFile } from './hash-file';
import type { ListedEntry } from './list-context';
import { archiveOf } from './pack-context';
import { walkContext } from './walk-context';
import type { FoundFile } from './walk-context';

/** The parts of a source that no build needs: its history, the mark of a finished clone, an earlier build's output. */
const NOT_SOURCE = ['.git', '.complete', 'target'];

/** Returns an archive of texts and of a folder, in order and of one time, as that of a build context. */
export async function packFiles(
  texts: ReadonlyMap<string, string>,
  { directory, path: above }: PackedFolder,
): Promise<PackedContext['archive']> {
  const isSource = (path: string): boolean => !NOT_SOURCE.includes(path);
  const entries: ListedEntry[] = [...texts].map(([path, text]) => {
    const size = Buffer.byteLength(text);
    return { path, kind: 'file', content: hashBytes(Buffer.from(text)).sha256, size, text };
  });
  const sources: FoundFile[] = [];
  walkContext(directory, { holds: isSource, mayHold: isSource }, (found) => sources.push(found));
  for (const found of sources) {
    const entry = await hashSource(directory, found);
    if (entry !== null) entries.push({ ...entry, path: `${above}/${found.path}` });
  }
  const dockerfile = { text: '', path: '', hidden: false };
  return () => archiveOf({ directory, entries: inOrder(entries), dockerfile });
}

async function hashSource(
  directory: string,
  { path, type, size, executable }: FoundFile,
): Promise<ListedEntry | null> {
  const file = join(directory, path);
  if (type === 'link') return { path, kind: 'link', content: readlinkSync(file), size: 0 };
  if (type === 'other') return null;
  const { sha256 } = await hashFile(file, size);
  return { path, kind: executable ? 'program' : 'file', content: sha256, size, file };
}
