import { constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from 'pino';

/** An entry of the log: a request, or a warning of a library. */
export interface LogEntry {
  readonly title: string;
  /** One line for a person. */
  readonly text: string;
  /** The facts, for programs. */
  readonly facts: object;
}

/** Takes the entries of the log. */
export type LogSink = (entry: LogEntry) => void;

/**
 * Returns a sink that appends one JSON object per line to a file, or to a file descriptor. It writes synchronously, so that
 * a killed run leaves its log. When that fails, `onFailure` is told once, and nothing more is written.
 */
export function jsonSink(dest: string | number, onFailure: (error: Error) => void): LogSink {
  let failed = false;
  const fail = (error: Error): void => {
    if (!failed) onFailure(error);
    failed = true;
  };
  const logger = open(dest, fail);
  return ({ title, facts }) => {
    if (!failed) logger?.debug(facts, title);
  };
}

function open(dest: string | number, onError: (error: Error) => void): Logger | null {
  try {
    const file = pino.destination({ dest: typeof dest === 'string' ? openFile(dest) : dest, sync: true });
    file.on('error', onError);
    return pino({ base: null, timestamp: stdTimeFunctions.isoTime, level: 'debug' }, file);
  } catch (error) {
    onError(error as Error);
    return null;
  }
}

/** Opens a file, or a pipe that somebody reads: another one would block for as long as nobody reads it. */
function openFile(path: string): number {
  makeDirectoryOf(path);
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK);
}

/** Makes the last directory of a path; Node does not return where it is asked for all of them in /proc. */
function makeDirectoryOf(path: string): void {
  const directory = dirname(path);
  if (!existsSync(directory)) mkdirSync(directory);
}
