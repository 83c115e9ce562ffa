import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/**
 * Returns the commit of the git checkout around a directory; null without a checkout, before the first commit, and for a
 * repository that stores its refs in another format. Reads files; never runs git.
 */
export async function readGitCommit(directory: string): Promise<string | null> {
  const gitDirectory = await findGitDirectory(directory);
  if (gitDirectory === null) return null;
  // A worktree has its own HEAD, and shares branches with its repository.
  const common = await readText(join(gitDirectory, 'commondir'));
  const places = common === null ? [gitDirectory] : [gitDirectory, resolve(gitDirectory, common)];
  return resolveCommit('HEAD', places, 0);
}

async function findGitDirectory(start: string): Promise<string | null> {
  for (let directory = start; ; directory = dirname(directory)) {
    const path = join(directory, '.git');
    const status = await stat(path).catch(() => null);
    if (status?.isDirectory() === true) return path;
    // In a worktree or submodule, `.git` is a file with the path.
    const target = status === null ? undefined : /^gitdir: (.+)$/.exec((await readText(path)) ?? '')?.[1];
    if (target !== undefined) return resolve(directory, target);
    if (dirname(directory) === directory) return null;
  }
}

async function resolveCommit(ref: string, places: readonly string[], depth: number): Promise<string | null> {
  const text = (await readFirst(places, ref)) ?? (await readPackedRef(places, ref));
  if (text === null || depth > 5) return null;
  const target = /^ref: (.+)$/.exec(text)?.[1];
  if (target !== undefined) return resolveCommit(target, places, depth + 1);
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null;
}

async function readPackedRef(places: readonly string[], ref: string): Promise<string | null> {
  const packed = (await readFirst(places, 'packed-refs')) ?? '';
  const line = packed.split('\n').find((candidate) => candidate.endsWith(` ${ref}`));
  return line?.split(' ')[0] ?? null;
}

async function readFirst(places: readonly string[], name: string): Promise<string | null> {
  for (const place of places) {
    const text = await readText(join(place, name));
    if (text !== null) return text;
  }
  return null;
}

async function readText(path: string): Promise<string | null> {
  return readTextAtMost(path, LARGEST.text).then(
    (text) => text.trim(),
    () => null,
  );
}
