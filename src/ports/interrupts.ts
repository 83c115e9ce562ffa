/** Ctrl-C and its kin (SIGINT, SIGTERM, SIGHUP). */
export interface Interrupts {
  /**
   * Calls `listener` with 1, 2, 3, ... for each signal from now on; until disposed, signals do not end the process.
   * A second signal within ten seconds of the first means the same: CI sends two before it kills. It is counted nine
   * seconds after the first, which leaves just enough time to clean up.
   */
  listen(listener: (count: number) => void): Disposable;
}
