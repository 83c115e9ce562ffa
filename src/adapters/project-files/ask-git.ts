import { runProgram } from '../host/run-program';

const ANSWERS_WITHIN_MS = 10_000;

/** Asks git about a directory, and returns its answer; null without git, without an answer, or where git refuses. */
export function askGit(directory: string, ...words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: ANSWERS_WITHIN_MS, killSignal: 'SIGKILL' } as const;
    runProgram(['git', '-C', directory, ...words], options, (error, stdout) => {
      resolve(error === null ? stdout.trim() : null);
    });
  });
}
