import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from 'pino';

/** What is logged, and where to: `--verbose` and `HELIX_LOG`. */
export interface LogTarget {
  /** A file to append to; null: standard error. */
  readonly file: string | null;
}

/** Structured logs, a JSON object a line, with times and without secrets. Written at once: a killed run has its log. */
export function requestLogger({ file }: LogTarget): Logger {
  return pino(
    { base: null, timestamp: stdTimeFunctions.isoTime, level: 'debug' },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );
}
