import type { BaseContext } from 'clipanion';
import type { Ports } from '../ports/ports';
import type { Terminal } from '../ports/terminal';
import type { Topics } from '../ports/topics';
import type { Style } from '../render/style';

/** What every command is given: where it runs, the outside world, and how to speak. */
export interface HelixContext extends BaseContext {
  readonly ports: Ports;
  readonly terminal: Terminal;
  readonly topics: Topics;
  /** The directory that the user is in. */
  readonly cwd: string;
  /** Of standard output. */
  readonly style: Style;
  /** Of standard error. */
  readonly errorStyle: Style;
  /** Turns structured logs on, on standard error. */
  readonly beVerbose: () => void;
}
