import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LARGEST } from '../../values/sizes';
import { readTextAtMost } from '../host/read-at-most';

/**
 * The commit that the git checkout around a directory is at; null where there is none, before the first commit,
 * and for a repository that keeps its refs in another way. Reads files; never runs git.
 */
export async function gitCommit(directory: string): Promise<string | null> {
  const gitDirectory = await findGitDirectory(directory);
  if (gitDirectory === null) return null;
  // A worktree has a HEAD of its own, and branches in common with its repository.
  const common = await textOf(join(gitDirectory, 'commondir'));
  const places = common === null ? [gitDirectory] : [gitDirectory, resolve(gitDirectory, common)];
  return commitOf('HEAD', places, 0);
}

async function findGitDirectory(start: string): Promise<string | null> {
  for (let directory = start; ; directory = dirname(directory)) {
    const path = join(directory, '.git');
    const status = await stat(path).catch(() => null);
    if (status?.isDirectory() === true) return path;
    // A worktree or submodule: a file that says where.
    const target = status === null ? undefined : /^gitdir: (.+)$/.exec((await textOf(path)) ?? '')?.[1];
    if (target !== undefined) return resolve(directory, target);
    if (dirname(directory) === directory) return null;
  }
}

async function commitOf(ref: string, places: readonly string[], depth: number): Promise<string | null> {
  const text = (await firstText(places, ref)) ?? (await packedRef(places, ref));
  if (text === null || depth > 5) return null;
  const target = /^ref: (.+)$/.exec(text)?.[1];
  if (target !== undefined) return commitOf(target, places, depth + 1);
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : null;
}

async function packedRef(places: readonly string[], ref: string): Promise<string | null> {
  const packed = (await firstText(places, 'packed-refs')) ?? '';
  const line = packed.split('\n').find((candidate) => candidate.endsWith(` ${ref}`));
  return line?.split(' ')[0] ?? null;
}

async function firstText(places: readonly string[], name: string): Promise<string | null> {
  for (const place of places) {
    const text = await textOf(join(place, name));
    if (text !== null) return text;
  }
  return null;
}

async function textOf(path: string): Promise<string | null> {
  return readTextAtMost(path, LARGEST.text).then(
    (text) => text.trim(),
    () => null,
  );
}
