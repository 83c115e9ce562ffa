import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from 'pino';

/** The destination of the log: `--verbose` and `HELIX_LOG`. */
export interface LogTarget {
  /** A file to append to; null: standard error. */
  readonly file: string | null;
}

/** Returns a logger that writes one JSON object per line, with times and without secrets. It writes synchronously, so that a killed run leaves its log. */
export function requestLogger({ file }: LogTarget): Logger {
  return pino(
    { base: null, timestamp: stdTimeFunctions.isoTime, level: 'debug' },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}
