import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';
import { HelixError } from '../../../errors';
import type { PackedContext } from '../../../ports/project-files';
import { errnoOf } from '../../host/errno';
import type { Random } from '../../../ports/random';
import { listContext } from './list-context';
import type { ListedContext, ListedEntry } from './list-context';
import { openContext } from './open-context';
import type { ContextRequest } from './open-context';
import { unreadable } from './walk-context';

/** The time of everything in an archive. No earlier than 1980, where the times of a zip file begin, in any time zone. */
const MTIME = new Date('1980-01-02T00:00:00Z');
const ROOT = { uid: 0, gid: 0, uname: '', gname: '', mtime: MTIME };

/** Returns a build context as an archive. @throws HelixError `config` where there is no such Dockerfile */
export async function packContext(
  root: string,
  request: ContextRequest,
  random: Random,
): Promise<PackedContext> {
  const context = await openContext(root, request);
  if (context === null) {
    throw new HelixError('config', `There is no ${request.place.dockerfile}.`, {
      hint: 'It was there when the build was planned: plan again.',
    });
  }
  const listed = await listContext(context, random);
  return {
    digest: listed.digest,
    dockerfile: listed.dockerfile.path,
    dockerfileText: listed.dockerfile.text,
    archive: () => archiveOf(listed),
  };
}

/** The parts of a listed context that its archive is made of. */
type ArchivedContext = Pick<ListedContext, 'directory' | 'entries' | 'dockerfile'>;

/** Returns the archive of a listed context: in order, of one owner and one time, so that equal files are equal bytes. */
export function archiveOf(listed: ArchivedContext): AsyncIterable<Uint8Array> {
  const archive = pack();
  writeEntries(archive, listed).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error as Error),
  );
  return Readable.from(archive as AsyncIterable<Uint8Array>);
}

async function writeEntries(
  archive: Pack,
  { directory, entries, dockerfile }: ArchivedContext,
): Promise<void> {
  const made = new Set(['.']);
  for (const entry of [...hidingRules(dockerfile, entries), ...entries]) {
    for (const parent of parentsOf(entry.path, made)) {
      await writeEntry(archive, { name: `${parent}/`, type: 'directory', mode: 0o755 });
    }
    await writeMember(archive, directory, entry);
  }
}

/** Returns the directories above a path that are not in the archive yet, from the top. */
function parentsOf(path: string, made: Set<string>): readonly string[] {
  const parents: string[] = [];
  for (let parent = posix.dirname(path); !made.has(parent); parent = posix.dirname(parent)) {
    made.add(parent);
    parents.unshift(parent);
  }
  return parents;
}

/** Builders remove a Dockerfile from the files that steps can copy where an ignore file of the archive names it. */
function hidingRules(
  { path, hidden }: ListedContext['dockerfile'],
  entries: readonly ListedEntry[],
): readonly ListedEntry[] {
  if (!hidden || entries.some((entry) => entry.path === '.dockerignore')) return [];
  const text = `.dockerignore\n${path.replace(/[*?[\]\\]/g, '\\$&')}\n`;
  const content = createHash('sha256').update(text).digest('hex');
  return [{ path: '.dockerignore', kind: 'file', content, size: Buffer.byteLength(text), text }];
}

async function writeMember(archive: Pack, directory: string, entry: ListedEntry): Promise<void> {
  const { path: name, kind, content, size, text } = entry;
  if (kind === 'link') {
    await writeEntry(archive, { name, type: 'symlink', linkname: content, mode: 0o777 });
    return;
  }
  const header = { name, type: 'file' as const, size, mode: kind === 'program' ? 0o755 : 0o644 };
  if (text !== undefined) await writeEntry(archive, header, [Buffer.from(text)]);
  else await writeEntry(archive, header, readUnchanged(entry.file ?? join(directory, name), entry));
}

function writeEntry(
  archive: Pack,
  header: Partial<Header> & Pick<Header, 'name'>,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array> = [],
): Promise<void> {
  const sink = archive.entry({ ...ROOT, ...header });
  return pipeline(Readable.from(content), sink);
}

/** Reads a file again. @throws HelixError `config` when it is not what was hashed */
async function* readUnchanged(file: string, { path, size, content }: ListedEntry): AsyncGenerator<Buffer> {
  const sha256 = createHash('sha256');
  let length = 0;
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > size) throw changed(path);
      sha256.update(piece);
      yield piece;
    }
  } catch (error) {
    if (error instanceof HelixError || errnoOf(error) === undefined) throw error;
    throw errnoOf(error) === 'ENOENT' ? changed(path) : unreadable(path, error);
  }
  if (sha256.digest('hex') !== content) throw changed(path);
}

function changed(path: string): HelixError {
  return new HelixError('config', `${path} changed while the build context was sent.`, {
    hint: 'Run it again when nothing writes there, or add the file to .dockerignore.',
  });
}
