import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contextDigest } from './context-digest';
import type { ContextEntry } from './context-digest';
import { contextFilter, ignoreFileNames } from './docker-ignore';
import type { ContextFilter } from './docker-ignore';
import { readOrNull } from '../host/read-errors';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/** Returns the digest of what `docker build` would send for a directory, or null without a Dockerfile. */
export async function hashBuildContext(root: string): Promise<string | null> {
  if ((await readOrNull(lstat(join(root, 'Dockerfile')))) === null) return null;
  const filter = contextFilter(await readIgnoreRules(root));
  const entries: ContextEntry[] = [];
  for await (const path of listContextPaths(root, '', filter)) entries.push(await readEntry(root, path));
  return contextDigest(entries);
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
