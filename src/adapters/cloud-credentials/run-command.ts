import { HelixError } from '../../errors';
import type { Host } from '../host/host';
import { runProgram } from '../host/run-program';

/** The timeout of a command: the user may have to touch a security key. */
const TIMEOUT_MS = 60_000;
const MOST_BYTES = 1_000_000;

/**
 * Runs a command without a shell and without input, and returns its standard output.
 * @throws HelixError `auth` when it fails, with its name alone: arguments, output and error messages may contain secrets
 */
export function runCommand(
  cmd: readonly string[],
  environment: Host['environment'],
  timeoutMs = TIMEOUT_MS,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      env: environment,
      timeout: timeoutMs,
      maxBuffer: MOST_BYTES,
      killSignal: 'SIGKILL',
    } as const;
    runProgram(cmd, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(failure(cmd[0] ?? '', error, timeoutMs));
    });
  });
}

function failure(
  program: string,
  error: Error & { code?: unknown; killed?: boolean },
  timeoutMs: number,
): HelixError {
  // The error itself quotes the whole command line, so it must not be kept as the cause.
  const { code, killed } = error;
  const why =
    code === 'ENOENT'
      ? 'the program does not exist'
      : code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
        ? 'its output is too long'
        : killed === true
          ? `it did not end within ${timeoutMs / 1000} s`
          : `it ended with ${typeof code === 'number' ? `exit code ${code}` : typeof code === 'string' ? code : 'a signal'}`;
  return new HelixError('auth', `The credentials command \`${program}\` of cloud.toml failed: ${why}.`, {
    hint: 'Run it by hand: it must print the credentials and exit with 0, without asking for input.',
  });
}
