import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Lets the process outlive a stream that can no longer be written: its reader ended, its disk is full, its terminal closed.
 * Returns a signal that the first such error aborts.
 */
export function outliveFailures(stream: NodeJS.EventEmitter): AbortSignal {
  const failed = new AbortController();
  stream.on('error', (error) => failed.abort(error));
  return failed.signal;
}

/**
 * Keeps Node from aborting at its end because a terminal closed: it restores the settings of each terminal that was
 * there at its start, and takes a failure for a bug of its own.
 */
export function outliveTerminals(process: Pick<NodeJS.Process, 'on'>): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals) if (!isatty(fd)) replaceByNothing(fd);
  });
}

/** The lowest free number is given to what is opened next. */
function replaceByNothing(fd: number): void {
  try {
    closeSync(fd);
    openSync('/dev/null', 'r+');
  } catch {
    // There is nobody to tell.
  }
}
