import { execFile } from 'node:child_process';
import { HelixError } from '../../errors';
import type { Host } from '../host/host';

/** How long a command may take: somebody may have to touch a key. */
const PATIENCE_MS = 60_000;
const MOST_BYTES = 1_000_000;

/**
 * What a command prints on its standard output. It is run without a shell, and reads nothing.
 * @throws HelixError `auth` when it fails, with its name alone: arguments, output and complaints may hold secrets
 */
export function commandOutput(
  cmd: readonly string[],
  environment: Host['environment'],
  patienceMs = PATIENCE_MS,
): Promise<string> {
  const [program = '', ...rest] = cmd;
  return new Promise((resolve, reject) => {
    const options = {
      env: environment,
      timeout: patienceMs,
      maxBuffer: MOST_BYTES,
      killSignal: 'SIGKILL',
    } as const;
    const child = execFile(program, rest, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(failure(program, error, patienceMs));
    });
    child.stdin?.end();
  });
}

function failure(
  program: string,
  error: Error & { code?: unknown; killed?: boolean },
  patienceMs: number,
): HelixError {
  // The error itself quotes the whole command line: it is no cause to keep.
  const { code, killed } = error;
  const why =
    code === 'ENOENT'
      ? 'there is no such program'
      : code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
        ? 'it says too much'
        : killed === true
          ? `it did not end within ${patienceMs / 1000} s`
          : `it ends with ${typeof code === 'number' ? `exit code ${code}` : typeof code === 'string' ? code : 'a signal'}`;
  return new HelixError(
    'auth',
    `The command \`${program}\` that cloud.toml names for credentials fails: ${why}.`,
    {
      hint: 'Run it by hand: it must print the credentials and exit with 0, and ask nothing.',
    },
  );
}
