import { askGit } from './ask-git';

/** Asks git for the time of the commit that a directory is at, in seconds since 1970; null without git or a commit. */
export async function readCommitTime(directory: string): Promise<number | null> {
  const text = (await askGit(directory, 'log', '-1', '--format=%ct')) ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}
