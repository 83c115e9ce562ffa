import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { foundProgram } from '../backends/found-program';

const run = promisify(execFile);
/** How to install the programs of `install.sh`. */
export const HOW = 'run tests/acceptance/readers/install.sh DIRECTORY, and add DIRECTORY/bin to the PATH';

export interface ReaderRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ReaderOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How to install the program; default: as those of `install.sh`. */
  readonly how?: string;
}

/** Runs a program that other people wrote. It finds a home of its own, and no settings of the host. */
export async function runReader(
  name: string,
  words: readonly string[],
  { cwd, input = '', env = {}, how = HOW }: ReaderOptions,
): Promise<ReaderRun> {
  const program = foundProgram(name, how);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: cwd,
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    ...env,
  };
  const options = { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 };
  const started = run(program, [...words], options);
  started.child.stdin?.on('error', () => undefined);
  started.child.stdin?.end(input);
  try {
    return { code: 0, ...(await started) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}
