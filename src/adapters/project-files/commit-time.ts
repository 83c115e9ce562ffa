import { execFile } from 'node:child_process';

const ANSWERS_WITHIN_MS = 10_000;

/** Asks git for the time of the commit that a directory is at, in seconds since 1970; null without git or a commit. */
export function readCommitTime(directory: string): Promise<number | null> {
  const args = ['-C', directory, 'log', '-1', '--format=%ct'];
  return new Promise((resolve) => {
    execFile('git', args, { timeout: ANSWERS_WITHIN_MS, killSignal: 'SIGKILL' }, (error, stdout) => {
      const text = stdout.trim();
      resolve(error === null && /^\d+$/.test(text) ? Number(text) : null);
    });
  });
}
