/** Ctrl-C and its kin (SIGINT, SIGTERM, SIGHUP). */
export interface Interrupts {
  /**
   * Calls `listener` with 1, 2, 3, ... for each signal from now on; until disposed, signals do not end the process.
   * A second signal within ten seconds of the first is the same wish: CI sends two before it kills. It is counted nine
   * seconds after the first, when there is just time to put things in order.
   */
  listen(listener: (count: number) => void): Disposable;
}
