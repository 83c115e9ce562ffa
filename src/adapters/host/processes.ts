/** The operating system's processes, as far as the engines need them; `main.ts` supplies the real ones. */
export interface Processes {
  /** Sends a signal; a negative id means a whole process group. Returns false if no such process exists. */
  readonly signal: (pid: number, signal: 'SIGINT' | 'SIGKILL' | 0) => boolean;
  /** Calls `end` when Helix exits for any reason, if it can still run code. */
  readonly onExit: (end: () => void) => void;
}
