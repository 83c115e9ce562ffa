import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { relative } from 'node:path/posix';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';
import { HelixError } from '../../errors';
import type { BuildContext, ContextPlace } from '../../graph/project-contents';
import type { PackedContext } from '../../ports/project-files';
import { digestOf } from '../../values/digest';
import type { Files } from '../../values/file-changes';
import { contextDigest } from './context-digest';
import type { ContextEntry } from './context-digest';
import { contextFilter, ignoreFileNames } from './docker-ignore';
import type { ContextFilter } from './docker-ignore';
import { readOrNull } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/** Reads the build context of a Dockerfile; null where there is no such Dockerfile. */
export async function readBuildContext(root: string, place: ContextPlace): Promise<BuildContext | null> {
  const entries = await readEntries(root, place);
  if (entries === null) return null;
  return {
    place,
    digest: contextDigest(entries),
    files: entries.length > MOST_RECORDED ? null : filesOf(entries),
    fileCount: entries.length,
  };
}

/** The largest number of files that a state records one by one. */
const MOST_RECORDED = 2000;

/** Reads the build context of a Dockerfile as an archive. */
export async function packBuildContext(root: string, place: ContextPlace): Promise<PackedContext> {
  const entries = await readEntries(root, place);
  if (entries === null) {
    throw new HelixError('config', `There is no ${place.dockerfile} in ${root}.`);
  }
  return {
    digest: contextDigest(entries),
    dockerfile: relative(place.directory, place.dockerfile),
    dockerfileText: await readTextAtMost(join(root, place.dockerfile), LARGEST.text),
    archive: () => packEntries(join(root, place.directory), entries),
  };
}

async function* packEntries(
  directory: string,
  entries: readonly ContextEntry[],
): AsyncGenerator<Buffer, void, undefined> {
  const archive = pack();
  const written = writeEntries(archive, directory, entries);
  written.catch((error: unknown) => archive.destroy(error as Error));
  yield* archive as AsyncIterable<Buffer>;
  await written;
}

/** Equal files give equal bytes: no times, no owners, and of the modes only whether a file is a program. */
async function writeEntries(
  archive: Pack,
  directory: string,
  entries: readonly ContextEntry[],
): Promise<void> {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const common = { mtime: new Date(0), uid: 0, gid: 0 };
  for (const { path: name, kind, content } of sorted) {
    if (kind === 'link') {
      archive.entry({ ...common, name, type: 'symlink', linkname: content, mode: 0o777 });
      continue;
    }
    const bytes = await readFile(join(directory, name));
    archive.entry({ ...common, name, mode: kind === 'program' ? 0o755 : 0o644 }, bytes);
  }
  archive.finalize();
}

async function readEntries(root: string, place: ContextPlace): Promise<ContextEntry[] | null> {
  if ((await readOrNull(lstat(join(root, place.dockerfile)))) === null) return null;
  const directory = join(root, place.directory);
  const filter = contextFilter(await readIgnoreRules(directory));
  const entries: ContextEntry[] = [];
  for await (const path of listContextPaths(directory, '', filter)) {
    entries.push(await readEntry(directory, path));
  }
  return entries;
}

/** 16 of the 64 hex digits are enough to tell a change. */
function filesOf(entries: readonly ContextEntry[]): Files {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(
    sorted.map(({ path, kind, content }) => [path, digestOf([kind, content]).slice(0, 16)]),
  );
}

async function readIgnoreRules(root: string): Promise<string> {
  for (const name of ignoreFileNames) {
    const rules = await readOrNull(readTextAtMost(join(root, name), LARGEST.text));
    if (rules !== null) return rules;
  }
  return '';
}

async function* listContextPaths(
  root: string,
  prefix: string,
  filter: ContextFilter,
): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, prefix), { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      if (filter.mayHold(path)) yield* listContextPaths(root, `${path}/`, filter);
    } else if ((entry.isFile() || entry.isSymbolicLink()) && filter.holds(path)) yield path;
  }
}

async function readEntry(root: string, path: string): Promise<ContextEntry> {
  const full = join(root, path);
  const status = await lstat(full);
  if (status.isSymbolicLink()) return { path, kind: 'link', content: await readlink(full) };
  const hash = createHash('sha256');
  await pipeline(createReadStream(full), hash);
  return { path, kind: (status.mode & 0o100) === 0 ? 'file' : 'program', content: hash.digest('hex') };
}
