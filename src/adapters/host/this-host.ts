import { homedir, hostname, userInfo } from 'node:os';
import type { Host } from './host';

/** Reads the host from its process. */
export function thisHost(
  process: NodeJS.Process,
  about: Pick<Host, 'helixVersion' | 'pricesDirectory'>,
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
    home: env['HOME'] ?? homedir(),
    hostname: hostname(),
    user: env['USER'] ?? env['LOGNAME'] ?? userInfo().username,
    pid: process.pid,
    signals: process,
    processExists: (pid) => signal(pid, 0),
    processes: { signal, onExit: (end) => void process.on('exit', end) },
  };
}
