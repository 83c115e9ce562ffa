import { hostname, userInfo } from 'node:os';
import type { Host } from './host';

/** Reads the host from its process. */
export function thisHost(
  process: NodeJS.Process,
  about: Pick<Host, 'helixVersion' | 'pricesDirectory' | 'schemasDirectory'>,
): Host {
  const { env } = process;
  /** Sends a signal; a negative id means a process group. */
  const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(pid, name);
    } catch (error) {
      // A process of another user exists as well.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  };
  return {
    ...about,
    environment: env,
    home: homeIn(env),
    hostname: hostname(),
    user: userIn(env, process),
    pid: process.pid,
    signals: process,
    processExists: (pid) => signal(pid, 0),
    processes: { signal, onExit: (end) => void process.on('exit', end) },
  };
}

function homeIn(env: NodeJS.ProcessEnv): string | null {
  return nonEmpty(env['HOME']) ?? nonEmpty(passwdEntry()?.homedir) ?? null;
}

function userIn(env: NodeJS.ProcessEnv, { getuid }: Pick<NodeJS.Process, 'getuid'>): string {
  const named = nonEmpty(env['USER']) ?? nonEmpty(env['LOGNAME']) ?? nonEmpty(passwdEntry()?.username);
  return named ?? `uid${getuid?.() ?? ''}`;
}

/** Returns null for a user id without an entry, which is common in containers. */
function passwdEntry(): { readonly username: string; readonly homedir: string } | null {
  try {
    return userInfo();
  } catch {
    return null;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
