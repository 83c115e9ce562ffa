import type { BaseContext } from 'clipanion';
import type { Ports } from '../ports/ports';
import type { Terminal } from '../ports/terminal';
import type { Topics } from '../ports/topics';
import type { Style } from '../render/style';

/** The context of every command: its directory, the outside world, and the styles of its output. */
export interface HelixContext extends BaseContext {
  readonly ports: Ports;
  readonly terminal: Terminal;
  readonly topics: Topics;
  /** The directory that the user is in. */
  readonly cwd: string;
  /** The style of standard output. */
  readonly style: Style;
  /** The style of standard error. */
  readonly errorStyle: Style;
  /** Aborted, with the error, once standard output can no longer be written. */
  readonly answerFailed: AbortSignal;
  /** Opens a file for events, and returns what appends to it; that never fails. Throws HelixError `config` for another file. */
  readonly openEventFile: (path: string) => (text: string) => void;
  /** Turns the log of requests on, on standard error. */
  readonly beVerbose: () => Promise<void>;
}
