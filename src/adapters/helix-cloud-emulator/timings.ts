/** How long things take, in milliseconds. */
export interface Timings {
  readonly provisionMs: number;
  readonly updateMs: number;
  readonly stopMs: number;
  readonly startMs: number;
  readonly deleteMs: number;
  /** Of a deployment: for each file, and once more for its activation. */
  readonly deployStepMs: number;
}

/** Long enough to see every state, short enough to wait for. */
export const DEFAULT_TIMINGS: Timings = {
  provisionMs: 400,
  updateMs: 250,
  stopMs: 150,
  startMs: 200,
  deleteMs: 150,
  deployStepMs: 20,
};
