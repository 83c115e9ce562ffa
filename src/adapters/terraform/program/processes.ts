/** What the engine needs of the operating system's processes; `main.ts` supplies the real thing. */
export interface Processes {
  /** Sends a signal; a negative id means a whole process group. False when there is none. */
  readonly signal: (pid: number, signal: 'SIGINT' | 'SIGKILL' | 0) => boolean;
  /** Calls `end` when Helix exits, however it does, if it can still run code. */
  readonly onExit: (end: () => void) => void;
}
